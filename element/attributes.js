/**
 * Attributes mirrored by a property of the same name in camel case, as HTML's own elements do.
 * https://html.spec.whatwg.org/multipage/common-dom-interfaces.html#reflecting-content-attributes-in-idl-attributes
 */

/** Those that change the markup. */
export const rendered = ['environments', 'redirects', 'environment', 'target', 'live-only'];

/** Boolean ones. */
const flags = ['compact', 'disabled'];

/** Those that are read at a click, or by the stylesheet. */
const others = [
  'endpoint',
  'timeout',
  'credentials',
  'csrf-header',
  'csrf-meta',
  'csrf-cookie',
  'dashboard-live',
  'dashboard-sandbox',
  'theme',
  'sign-in',
];

export const attributes = [...rendered, ...others, ...flags];

const camel = (name) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());

// On a server, where there is no DOM, importing the module does nothing.
export class Reflecting extends (globalThis.HTMLElement ?? class {}) {}

// Set by script alone: what is not text, and the dashboards, because injected markup must not send a code
// elsewhere. The attributes of the dashboards may name loopback only.
const { prototype } = Reflecting;
prototype.fetchSession = prototype.headers = prototype.dashboardLive = prototype.dashboardSandbox = undefined;

for (const name of attributes) {
  if (name.startsWith('dashboard')) continue;
  const isFlag = flags.includes(name);
  Object.defineProperty(prototype, camel(name), {
    get() {
      const text = this.getAttribute(name);
      if (isFlag) return text !== null;
      // Paddle's SDKs call live `production`; keywords of one state are read by one name.
      // https://html.spec.whatwg.org/multipage/common-microsyntaxes.html#keywords-and-enumerated-attributes
      return text && name.startsWith('environment') ? text.replaceAll('production', 'live') : text;
    },
    set(value) {
      if (isFlag) this.toggleAttribute(name, Boolean(value));
      else if (value === null || value === undefined) this.removeAttribute(name);
      // As an attribute, a list survives frameworks that morph the page by its attributes.
      else this.setAttribute(name, typeof value === 'object' ? JSON.stringify(value) : value);
    },
  });
}
