/**
 * The custom element: class, attributes, properties, events. The component itself is Leptos,
 * compiled to wasm; until it is there, a placeholder of the same markup stands in its place and
 * remembers a click.
 *
 * `./made.js` is written by `cargo xtask dist`: the component's markup as rendered on a server, its
 * stylesheet, and the hash of the wasm.
 */
import { integrity, markup, newTab, styles } from './made.js';

const loadError = {
  problem: 'This part of the page could not be loaded.',
  again: 'Try again',
};

/** Attributes that the component asks for at each click. */
const asked = [
  'endpoint', 'timeout', 'credentials', 'csrf-header', 'csrf-meta', 'csrf-cookie',
  'dashboard-live', 'dashboard-sandbox',
];

/** Attributes that change what is on the screen. */
const shown = ['environments', 'redirects', 'environment', 'target', 'disabled'];

/** Mirrored by a property of the same name, in camel case. */
const mirrored = [...asked, ...shown.filter((name) => name !== 'disabled')];

const camel = (name) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());

let loading;
let failures = 0;

/** Loads the component once for all elements; after a failure, the next call tries again. */
const load = () => (loading ??= start().catch((error) => {
  loading = undefined;
  failures += 1;
  throw error;
}));

const start = async () => {
  // Fetched here and not by the glue, as only `fetch` verifies a wasm's integrity. What was wrong
  // may be in the browser's cache, so a second try goes around it.
  const wasm = fetch(new URL('./component_bg.wasm', import.meta.url), {
    integrity,
    cache: failures ? 'reload' : 'default',
  });
  // Awaited below, but should the glue fail first, nobody would.
  wasm.catch(() => {});
  // By its URL, which bundlers leave alone but for the file's name: Firefox 153 remembers that an
  // import failed, so a second try needs another one. https://github.com/whatwg/html/issues/6768
  const url = new URL('./component.js', import.meta.url);
  if (failures) url.search = failures;
  const glue = await import(url);
  await glue.default({ module_or_path: wasm });
  return glue;
};

const sheet = () => {
  const made = new CSSStyleSheet();
  made.replaceSync(styles);
  return made;
};

let sharedSheet;

/** Markup from its description. Not by `innerHTML`, which pages with Trusted Types forbid. */
const build = (node) => {
  if (typeof node === 'string') return document.createTextNode(node);
  const [tag, attributes, ...children] = node;
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.map(build));
  return element;
};

const words = (text) => text?.split(/[\s,]+/).filter(Boolean) ?? [];

const cookieValue = (name) => {
  const start = `${name}=`;
  const value = document.cookie.split('; ').find((pair) => pair.startsWith(start));
  try {
    return value && decodeURIComponent(value.slice(start.length));
  } catch {
    // Not every framework encodes its cookies.
    return value.slice(start.length);
  }
};

// Where there is no DOM, as on a server, the module can be imported and does nothing.
const Base = globalThis.HTMLElement ?? class {};

export class PaddleMagicLinks extends Base {
  static observedAttributes = [...asked, ...shown];

  /** Defines the element; a second time, or where somebody else has, does nothing. */
  static define(tag = 'paddle-magic-links', registry = globalThis.customElements) {
    if (registry && !registry.get(tag)) {
      // A class can be defined once only; other tags get one of their own.
      registry.define(tag, tag === 'paddle-magic-links' ? this : class extends this {});
    }
    return registry?.get(tag);
  }

  #place;
  #message;
  #mounted;
  #internals;
  #chosen;
  #waiting;
  #told = new Set();
  #fetchSession;
  #headers;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [(sharedSheet ??= sheet())];
    this.#place = document.createElement('div');
    this.#message = document.createElement('div');
    this.#message.setAttribute('role', 'alert');
    this.#message.className = 'pml-outside';
    root.append(this.#place, this.#message);
    this.#internals = this.attachInternals();
    this.#place.addEventListener('click', (event) => this.#remember(event));
    this.#place.addEventListener('change', (event) => this.#rememberChoice(event));
  }

  connectedCallback() {
    for (const name of [...mirrored.map(camel), 'disabled', 'fetchSession', 'headers']) {
      this.#upgrade(name);
    }
    if (!this.#mounted) this.#show();
  }

  disconnectedCallback() {
    // Moving an element disconnects it and connects it again in one go.
    queueMicrotask(() => {
      if (!this.isConnected) this.#unmount();
    });
  }

  attributeChangedCallback(name, before, now) {
    if (before === now || !this.isConnected) return;
    this.#told.clear();
    if (name === 'environment') {
      this.#chosen = now ?? undefined;
      if (this.#mounted?.choose(now ?? '')) return;
    }
    if (name === 'disabled') this.#place.inert = now !== null;
    else if (shown.includes(name)) {
      this.#unmount();
      this.#show();
    }
  }

  get fetchSession() {
    return this.#fetchSession;
  }

  set fetchSession(fetchSession) {
    this.#fetchSession = fetchSession;
  }

  get headers() {
    return this.#headers;
  }

  set headers(headers) {
    this.#headers = headers;
  }

  /** Does what a click on the page's button does. */
  open(redirect) {
    if (this.#mounted) {
      if (!this.#mounted.open(redirect)) this.#invalid(`open: unknown page "${redirect}"`);
    } else if (!this.#waiting) {
      this.#waiting = redirect;
      this.#showWaiting();
      if (this.isConnected) this.#mount();
    }
  }

  /** Calls off what is under way. */
  abort() {
    this.#waiting = undefined;
    this.#mounted?.abort();
    this.#showWaiting();
  }

  /** For the page's developer: prints what keeps it from working, with what to change. */
  async diagnose() {
    const { diagnose } = await import('./diagnose.js');
    return diagnose(this);
  }

  #upgrade(name) {
    // Set before the class was there, a property would hide the accessor.
    if (Object.hasOwn(this, name)) {
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
  }

  #show() {
    this.#message.replaceChildren();
    this.#place.inert = this.hasAttribute('disabled');
    this.#clear();
    this.#place.append(build(markup));
    if (this.getAttribute('target') === '_blank') {
      for (const label of this.#place.querySelectorAll('.pml-label')) label.append(newTab);
    }
    this.#showOnly('environments', '[type=radio]', 'value', '.pml-environment');
    this.#showOnly('redirects', '[data-redirect]', 'data-redirect', 'li');
    const chosen = this.#chosen ?? this.getAttribute('environment');
    for (const radio of this.#place.querySelectorAll('[type=radio]')) {
      if (radio.value === chosen) radio.checked = true;
    }
    this.#showWaiting();
    this.#mount();
  }

  /** Leaves what an attribute lists, in its order. */
  #showOnly(attribute, selector, key, row) {
    const listed = words(this.getAttribute(attribute));
    if (!listed.length) return;
    const rows = new Map();
    for (const found of this.#place.querySelectorAll(selector)) {
      rows.set(found.getAttribute(key), found.closest(row));
    }
    const parent = rows.values().next().value.parentNode;
    for (const [name, element] of rows) if (!listed.includes(name)) element.remove();
    for (const name of listed) if (rows.has(name)) parent.append(rows.get(name));
    if (attribute === 'environments' && listed.length < 2) parent.remove();
  }

  async #mount() {
    try {
      const { mount } = await load();
      if (!this.isConnected || this.#mounted) return;
      const active = this.shadowRoot.activeElement?.getAttribute('data-redirect');
      this.#clear();
      this.#mounted = mount(this.#place, this.#host(), this.#chosen);
      if (active) this.#place.querySelector(`[data-redirect=${active}]`)?.focus();
      const waiting = this.#waiting;
      this.#waiting = undefined;
      if (waiting) this.open(waiting);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Takes the placeholder away. Chromium 156 keeps removed radio buttons alive by their name. */
  #clear() {
    for (const radio of this.#place.querySelectorAll('[name]')) radio.removeAttribute('name');
    this.#place.replaceChildren();
  }

  #unmount() {
    this.#mounted?.free();
    this.#mounted = undefined;
    this.#state(false, false);
  }

  #fail(error) {
    if (!this.isConnected || this.#mounted) return;
    console.error(`<${this.localName}> can't load its component.`, error);
    this.#waiting = undefined;
    const again = document.createElement('button');
    again.type = 'button';
    again.className = 'pml-again';
    again.textContent = loadError.again;
    again.addEventListener('click', () => this.#show());
    const problem = document.createElement('p');
    problem.className = 'pml-error';
    const text = document.createElement('span');
    text.textContent = loadError.problem;
    problem.append(text, again);
    // What the page put inside the tag is its own way out.
    const own = document.createElement('slot');
    this.#clear();
    this.#place.append(own);
    this.#message.replaceChildren(problem);
    this.#state(false, true);
    this.#tell('pml-error', { code: 'load_failed', recoverable: true });
  }

  #remember(event) {
    if (this.#mounted) return;
    // As in the component: one jump at a time, to the environment that was shown at the click.
    if (this.#waiting) return event.preventDefault();
    const redirect = event.target.closest?.('[data-redirect]')?.getAttribute('data-redirect');
    if (redirect) this.open(redirect);
  }

  #rememberChoice(event) {
    if (!this.#mounted) this.#choose(event.target.value);
  }

  #choose(environment) {
    this.#chosen = environment;
    this.#tell('pml-environment-change', { environment });
  }

  /** Before the component is there: the button that was chosen shows that it works on it. */
  #showWaiting() {
    if (this.#mounted) return;
    for (const button of this.#place.querySelectorAll('[data-redirect]')) {
      button.classList.toggle('pml-busy', button.dataset.redirect === this.#waiting);
      button.toggleAttribute('aria-disabled', false);
      if (this.#waiting) button.setAttribute('aria-disabled', 'true');
    }
  }

  /** What the component talks to. */
  #host() {
    return {
      settings: () => this.#settings(),
      fetch: (environment, redirect, signal) =>
        Promise.resolve(this.fetchSession({ environment, redirect, signal })),
      start: (environment, redirect) => this.#tell('pml-start', { environment, redirect }),
      navigate: (environment, redirect) =>
        this.#tell('pml-navigate', { environment, redirect }, true),
      error: (code, recoverable, requestId, retryAfter) =>
        this.#tell('pml-error', { code, recoverable, requestId, retryAfter }),
      returned: () => this.#tell('pml-return', {}),
      environmentChange: (environment) => this.#choose(environment),
      state: (busy, failed) => this.#state(busy, failed),
      invalid: (message) => this.#invalid(message),
    };
  }

  #settings() {
    const settings = {};
    for (const name of [...asked, ...shown]) settings[name] = this.getAttribute(name);
    settings.fetchSession = this.fetchSession;
    settings.headers = [...Object.entries(this.headers ?? {}), ...this.#csrf()];
    return settings;
  }

  /** The token that the page's framework wants to see, where it keeps it. */
  #csrf() {
    const header = this.getAttribute('csrf-header');
    const meta = this.getAttribute('csrf-meta');
    const cookie = this.getAttribute('csrf-cookie');
    if (!header) return [];
    const token = meta
      ? document.querySelector(`meta[name=${JSON.stringify(meta)}]`)?.content
      : cookieValue(cookie);
    if (token) return [[header, token]];
    this.#invalid(
      `csrf-header: no token found; name the page's <meta> in csrf-meta, or its cookie in csrf-cookie`,
    );
    return [];
  }

  #tell(type, detail, cancelable = false) {
    return this.dispatchEvent(
      new CustomEvent(type, { bubbles: true, composed: true, cancelable, detail }),
    );
  }

  #state(busy, failed) {
    const { states } = this.#internals;
    for (const [name, on] of [['busy', busy], ['error', failed]]) {
      if (on) states?.add(name);
      else states?.delete(name);
    }
  }

  #invalid(message) {
    // Once for each value: settings are read at every click.
    if (this.#told.has(message)) return;
    this.#told.add(message);
    console.error(`<${this.localName}> ${message}`);
  }
}

for (const name of mirrored) {
  Object.defineProperty(PaddleMagicLinks.prototype, camel(name), {
    configurable: true,
    enumerable: true,
    get() {
      return this.getAttribute(name);
    },
    set(value) {
      if (value === null || value === undefined) this.removeAttribute(name);
      else this.setAttribute(name, Array.isArray(value) ? value.join(' ') : value);
    },
  });
}

Object.defineProperty(PaddleMagicLinks.prototype, 'disabled', {
  configurable: true,
  enumerable: true,
  get() {
    return this.hasAttribute('disabled');
  },
  set(value) {
    this.toggleAttribute('disabled', Boolean(value));
  },
});
