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
  'dashboard-live', 'dashboard-sandbox', 'theme', 'sign-in',
];

export const attributes = [...shown, ...others, ...flags];

const camel = (name) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());

// Where there is no DOM, as on a server, the module can be imported and does nothing.
export class Reflecting extends (globalThis.HTMLElement ?? class {}) {}

// By script alone: what is no text, and the dashboards, as markup that somebody has got into the page
// must not send a code elsewhere. The dashboards' attributes name loopback only.
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
      // What a script says of a page outlives a refresh that looks at attributes only.
      else this.setAttribute(name, typeof value === 'object' ? JSON.stringify(value) : value);
    },
  });
}
