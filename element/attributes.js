/**
 * Attributes mirrored by a property of the same name in camel case, as HTML's own elements do.
 * https://html.spec.whatwg.org/multipage/common-dom-interfaces.html#reflecting-content-attributes-in-idl-attributes
 */

/** Those that change the markup. */
export const rendered = /** @type {const} */ ([
  'environments',
  'redirects',
  'environment',
  'target',
  'live-only',
]);

/** Boolean ones. */
const flags = /** @type {const} */ (['compact', 'disabled']);

/** Those that are read at a click, or by the stylesheet. */
const others = /** @type {const} */ ([
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
]);

export const attributes = /** @type {const} */ ([...rendered, ...others, ...flags]);

/**
 * @template {string} Name
 * @typedef {Name extends `${infer First}-${infer Rest}` ? `${First}${Capitalize<CamelCase<Rest>>}` : Name} CamelCase
 */

/**
 * The class below with its properties.
 *
 * @typedef {CamelCase<(typeof attributes)[number]> | 'fetchSession' | 'headers'} Name
 * @typedef {new () => HTMLElement & Pick<import('./paddle-magic-links.js').PaddleMagicLinks, Name>} Reflected
 */

const camel = (name) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());

// On a server, where there is no DOM, importing the module does nothing.
export class Reflecting extends (globalThis.HTMLElement ?? class {}) {}

// Set by script alone: what is not text, and the dashboards, because injected markup must not send a code
// elsewhere. The attributes of the dashboards may name loopback only.
const { prototype } = /** @type {Reflected} */ (Reflecting);
prototype.fetchSession = prototype.headers = prototype.dashboardLive = prototype.dashboardSandbox = undefined;

for (const name of attributes) {
  if (name.startsWith('dashboard')) continue;
  const isFlag = flags.includes(/** @type {any} */ (name));
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

/** The time limit of a request in seconds: 15, unless the attribute is valid. */
export const secondsOf = (timeout) => (timeout >= 1 && timeout <= 600 ? timeout : 15);
