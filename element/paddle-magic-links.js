/**
 * The custom element: class, attributes, properties, events. The component itself is Leptos,
 * compiled to wasm; until it is there, a placeholder of the same markup stands in its place and
 * remembers a click.
 *
 * `./made.js` is written by `cargo xtask dist`: the component's markup as rendered on a server, its
 * stylesheet, the hash of the wasm, and the languages other than English.
 */
import { integrity, languages, loadFailed, markup, newTab, styles, tryAgain } from './made.js';

/** Attributes that the component asks for at each click. */
const asked = [
  'endpoint', 'timeout', 'credentials', 'csrf-header', 'csrf-meta', 'csrf-cookie',
  'dashboard-live', 'dashboard-sandbox',
];

/** Attributes that change what is on the screen. */
const shown = ['environments', 'redirects', 'environment', 'target', 'live-only'];

/** Attributes that are there or not. */
const flags = ['compact', 'disabled'];

/** Mirrored by a property of the same name, in camel case. */
const mirrored = [...asked, ...shown, 'theme'];

const camel = (name) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());

/** What each language has in the place of an English text, once it is loaded. */
const dictionaries = { en: {} };

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
const build = (node, translate) => {
  if (!Array.isArray(node)) return translate(node);
  const [tag, attributes, ...children] = node;
  const element = document.createElement(tag);
  for (const name in attributes) element.setAttribute(name, translate(attributes[name]));
  element.append(...children.map((child) => build(child, translate)));
  return element;
};

/** Frameworks set equal objects at each rendering, which is no reason to call a jump off. */
const differ = (one, other) => JSON.stringify(one) !== JSON.stringify(other);

const listed = (text) => text?.split(/[\s,]+/).filter(Boolean) ?? [];

// Where there is no DOM, as on a server, the module can be imported and does nothing.
const Base = globalThis.HTMLElement ?? class {};

export class PaddleMagicLinks extends Base {
  static observedAttributes = [...mirrored, ...flags];

  /** Defines the element; a second time, or where somebody else has, does nothing. */
  static define(tag = 'paddle-magic-links', registry = globalThis.customElements) {
    if (registry && !registry.get(tag)) {
      // A class can be defined once only; other tags get one of their own.
      registry.define(tag, tag === 'paddle-magic-links' ? this : class extends this {});
    }
    return registry?.get(tag);
  }

  #place = document.createElement('div');
  #message = document.createElement('div');
  #internals = this.attachInternals();
  #mounted;
  #chosen;
  #waiting;
  #fetchSession;
  #headers;
  #strings;
  #details = {};
  #language;
  // The nearest `lang` may be anybody's.
  #languages = new MutationObserver(() => {
    if (this.#language !== this.#spoken()) this.#remount();
  });

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [(sharedSheet ??= sheet())];
    this.#message.setAttribute('role', 'alert');
    this.#message.className = 'pml-outside';
    root.append(this.#place, this.#message);
    this.#place.addEventListener('click', (event) => this.#remember(event));
    this.#place.addEventListener('change', (event) => this.#rememberChoice(event));
  }

  connectedCallback() {
    for (const name of [...mirrored.map(camel), ...flags, 'fetchSession', 'headers', 'strings']) {
      this.#upgrade(name);
    }
    for (const tree of this.#trees()) {
      this.#languages.observe(tree, { subtree: true, attributeFilter: ['lang'] });
    }
    if (!this.#mounted) this.#show();
    else if (this.#language !== this.#spoken()) this.#remount();
  }

  disconnectedCallback() {
    this.#languages.disconnect();
    // Moving an element disconnects it and connects it again in one go.
    queueMicrotask(() => {
      if (!this.isConnected) this.#unmount();
    });
  }

  attributeChangedCallback(name, before, now) {
    if (before === now || !this.isConnected) return;
    if (name === 'environment') {
      this.#chosen = now ?? undefined;
      if (this.#mounted?.choose(now ?? '')) return;
    }
    if (shown.includes(name)) this.#remount();
    else this.#mark();
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

  get strings() {
    return this.#strings;
  }

  set strings(strings) {
    const changed = differ(strings, this.#strings);
    this.#strings = strings;
    if (changed) this.#remount();
  }

  get redirects() {
    return this.getAttribute('redirects');
  }

  /** Words, or objects that say more of a page: `{ redirect, primary, hint, badge, disabled }`. */
  set redirects(redirects) {
    const list = Array.isArray(redirects) ? redirects : listed(redirects);
    const details = Object.fromEntries(list.map((entry) => [entry.redirect ?? entry, entry]));
    const changed = differ(details, this.#details);
    this.#details = details;
    const names = Object.keys(details).join(' ');
    if (this.getAttribute('redirects') === names) {
      if (changed) this.#remount();
    } else if (names) this.setAttribute('redirects', names);
    else this.removeAttribute('redirects');
  }

  /** Does what a click on the page's button does. */
  open(redirect) {
    if (this.#mounted) {
      if (!this.#mounted.open(redirect)) {
        console.error(`<${this.localName}> open: there is no page "${redirect}"`);
      }
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

  /** The tree that it is in, and that of each host around it: `:lang()` and `closest` end there. */
  #trees() {
    const trees = [];
    for (let node = this; node; node = trees.at(-1).host) trees.push(node.getRootNode());
    return trees;
  }

  /** The language of the nearest `lang`: `es` for `es-PE`. */
  #spoken() {
    const hosts = this.#trees().map((tree) => tree.host);
    const named = [this, ...hosts].map((node) => node?.closest('[lang]')).find(Boolean);
    const tag = named?.lang.toLowerCase() ?? '';
    const speaks = (language) => `${tag}-`.startsWith(`${language.toLowerCase()}-`);
    return Object.keys(languages).find(speaks) ?? 'en';
  }

  #translate = (text) => this.#words()[text] ?? text;

  #words() {
    return { ...dictionaries[this.#language], ...this.#strings };
  }

  #remount() {
    this.#unmount();
    if (this.isConnected) this.#show();
  }

  #show() {
    const language = (this.#language = this.#spoken());
    this.#message.replaceChildren();
    this.#clear();
    this.#place.append(build(markup, this.#translate));
    if (this.getAttribute('target') === '_blank') {
      for (const label of this.#place.querySelectorAll('.pml-label')) {
        label.append(` ${this.#translate(newTab)}`);
      }
    }
    this.#showOnly('environments', '[type=radio]', 'value', '.pml-environment');
    this.#showOnly('redirects', '[data-redirect]', 'data-redirect', 'li');
    this.#showDetails();
    this.#showChoice(this.#chosen ?? this.getAttribute('environment'));
    this.#mark();
    this.#showWaiting();
    // At its final size, but without words that would change.
    this.#place.style.visibility = dictionaries[language] ? '' : 'hidden';
    if (dictionaries[language]) this.#mount();
    else this.#learn(language);
  }

  async #learn(language) {
    load().catch(() => {});
    try {
      dictionaries[language] = (await languages[language]()).default;
    } catch (error) {
      console.error(`<${this.localName}> can't load its words, so they are English.`, error);
      dictionaries[language] = {};
    }
    if (this.isConnected && !this.#mounted) this.#show();
  }

  /** Shows what needs no other markup. */
  #mark() {
    this.#place.inert = this.disabled;
    this.#place.className = this.compact ? 'pml-compact' : '';
  }

  #showDetails() {
    for (const button of this.#place.querySelectorAll('[data-redirect]')) {
      const { primary, hint, badge, disabled } = this.#details[button.dataset.redirect] ?? {};
      if (primary) {
        button.classList.add('pml-primary');
        button.part.add('primary');
      }
      const line = button.querySelector('.pml-own-hint');
      if (disabled) line.className = 'pml-reason';
      line.textContent = disabled ?? hint ?? line.textContent;
      if (badge) {
        const place = document.createElement('span');
        place.className = 'pml-badge';
        place.textContent = badge;
        button.querySelector('.pml-label').append(' ', place);
      }
    }
  }

  /** As the component chooses: what is wished for if it is offered, else live, else any. */
  #showChoice(wished) {
    const radios = [...this.#place.querySelectorAll('[type=radio]')];
    const radio = radios.find(({ value }) => value === wished);
    if (radio) radio.checked = true;
    const { dataset } = this.#place.firstChild;
    const [only = 'live'] = listed(this.getAttribute('environments'));
    dataset.environment = radios.find(({ checked }) => checked)?.value ?? only;
    dataset.liveOnly = this.getAttribute('live-only') ?? '';
  }

  /** Leaves what an attribute lists, in its order. */
  #showOnly(attribute, selector, key, row) {
    const names = listed(this.getAttribute(attribute));
    if (!names.length) return;
    const rows = new Map();
    for (const found of this.#place.querySelectorAll(selector)) {
      rows.set(found.getAttribute(key), found.closest(row));
    }
    const parent = rows.values().next().value.parentNode;
    for (const [name, element] of rows) if (!names.includes(name)) element.remove();
    for (const name of names) if (rows.has(name)) parent.append(rows.get(name));
    if (attribute === 'environments' && names.length < 2) parent.remove();
  }

  async #mount() {
    try {
      const { mount } = await load();
      // In the meantime it may have gone, or have other words to wait for.
      if (!this.isConnected || this.#mounted || !dictionaries[this.#language]) return;
      const active = this.shadowRoot.activeElement?.getAttribute('data-redirect');
      this.#clear();
      this.#mounted = mount(this, this.#place, {
        chosen: this.#chosen,
        words: this.#words(),
        details: this.#details,
        choose: (environment) => this.#choose(environment),
        state: (busy, failed) => this.#state(busy, failed),
        tell: (...news) => this.#tell(...news),
      });
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
    again.textContent = this.#translate(tryAgain);
    again.addEventListener('click', () => this.#show());
    const problem = document.createElement('p');
    problem.className = 'pml-error';
    const text = document.createElement('span');
    text.textContent = this.#translate(loadFailed);
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
    const redirect = event.target.closest?.('[data-redirect]:not([aria-disabled])')?.dataset.redirect;
    if (redirect) this.open(redirect);
  }

  #rememberChoice(event) {
    if (this.#mounted) return;
    this.#choose(event.target.value);
    this.#showChoice(event.target.value);
    this.#showWaiting();
  }

  #choose(environment) {
    this.#chosen = environment;
    this.#tell('pml-environment-change', { environment });
  }

  /** Before the component is there: the button that was chosen shows that it works on it. */
  #showWaiting() {
    if (this.#mounted) return;
    const { environment, liveOnly } = this.#place.firstChild.dataset;
    const noLiveOnly = liveOnly === 'disable' && environment === 'sandbox';
    for (const button of this.#place.querySelectorAll('[data-redirect]')) {
      const { redirect } = button.dataset;
      const locked = this.#details[redirect]?.disabled ||
        (noLiveOnly && button.querySelector('.pml-live-only'));
      button.ariaBusy = redirect === this.#waiting ? 'true' : null;
      button.ariaDisabled = this.#waiting || locked ? 'true' : null;
    }
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
}

for (const name of mirrored) {
  // `redirects` has its own.
  if (name in PaddleMagicLinks.prototype) continue;
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

for (const name of flags) {
  Object.defineProperty(PaddleMagicLinks.prototype, name, {
    configurable: true,
    enumerable: true,
    get() {
      return this.hasAttribute(name);
    },
    set(value) {
      this.toggleAttribute(name, Boolean(value));
    },
  });
}
