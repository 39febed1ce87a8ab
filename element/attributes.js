/**
 * Attributes mirrored by a property of the same name in camel case, as HTML's own elements do.
 * https://html.spec.whatwg.org/multipage/common-dom-interfaces.html#reflecting-content-attributes-in-idl-attributes
 */

/** Those that change what is on the screen. */
export const shown = ['environments', 'redirects', 'environment', 'target', 'live-only'];

/** Those that are there or not. */
const flags = ['compact', 'disabled'];

/** Those that matter at a click, and to the stylesheet. */
const others = [
  'endpoint', 'timeout', 'credentials', 'csrf-header', 'csrf-meta', 'csrf-cookie',
  'dashboard-live', 'dashboard-sandbox', 'theme',
];

export const attributes = [...shown, ...others, ...flags];

const camel = (name) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());

// Where there is no DOM, as on a server, the module can be imported and does nothing.
export class Reflecting extends (globalThis.HTMLElement ?? class {}) {}

const accessors = (name) => flags.includes(name)
  ? {
    get() {
      return this.hasAttribute(name);
    },
    set(value) {
      this.toggleAttribute(name, Boolean(value));
    },
  }
  : {
    get() {
      return this.getAttribute(name);
    },
    set(value) {
      if (value === null || value === undefined) this.removeAttribute(name);
      else this.setAttribute(name, Array.isArray(value) ? value.join(' ') : value);
    },
  };

for (const name of attributes) {
  const property = { configurable: true, enumerable: true, ...accessors(name) };
  Object.defineProperty(Reflecting.prototype, camel(name), property);
}
