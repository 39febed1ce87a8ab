/**
 * The custom element: class, attributes, properties, events. The component itself is Leptos,
 * compiled to wasm; until it is there, a placeholder of the same markup stands in its place and
 * remembers a click.
 *
 * `cargo xtask dist` writes `./made.js` (the component's markup as a server renders it, the hash of the
 * wasm) and `./languages.js`, and cuts the stylesheet in two: at rest, and in use.
 */
import { attributes, Reflecting, shown } from './attributes.js';
import { isEnglish, tagOf } from './language.js';
import { listed } from './listed.js';
import { load } from './load.js';
import { notLoaded, placeholder, showChoice, showWaiting } from './placeholder.js';
import { sheet } from './styles.js';

/** Frameworks set equal objects at each rendering, which is no reason to call a jump off. */
const differ = (one, other) => JSON.stringify(one) !== JSON.stringify(other);

export class PaddleMagicLinks extends Reflecting {
  static observedAttributes = attributes;

  /** Defines the element; a second time, or where somebody else has, does nothing. */
  static define(tag = 'paddle-magic-links', registry = globalThis.customElements) {
    if (registry && !registry.get(tag)) {
      // A class can be defined once only; other tags get one of their own.
      registry.define(tag, tag === 'paddle-magic-links' ? this : class extends this {});
    }
    return registry?.get(tag);
  }

  // Whatever was set before the class was there.
  fetchSession = this.fetchSession;
  headers = this.headers;

  // One that can be disabled with all that is in it.
  #place = document.createElement('fieldset');
  #message = document.createElement('div');
  #internals = this.attachInternals();
  #mounted;
  #chosen;
  #waiting;
  #strings;
  #details = {};
  #language;
  // What its language has in the place of an English text, once that is known.
  #words;
  // The nearest `lang` may be anybody's.
  #languages = new MutationObserver(() => this.#listen());

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [sheet()];
    this.#place.role = 'presentation';
    this.#place.className = 'pml-place';
    this.#message.role = 'alert';
    this.#message.className = 'pml-outside';
    root.append(this.#place, this.#message);
    this.#place.onclick = (event) => this.#remember(event);
    this.#place.onchange = (event) => this.#rememberChoice(event);
  }

  connectedCallback() {
    this.#upgrade();
    for (let node = this; node; node = node.host) {
      // The tree that it is in, and that of each host around it.
      node = node.getRootNode();
      this.#languages.observe(node, { subtree: true, attributeFilter: ['lang'] });
    }
    if (this.#mounted) this.#listen();
    else this.#show();
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
      if (this.#mounted?.choose(now)) return;
    }
    if (shown.includes(name)) this.#remount();
    else this.#mark();
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
    return super.redirects;
  }

  /** Words, or objects that say more of a page: `{ redirect, primary, hint, badge, disabled }`. */
  set redirects(redirects) {
    const list = Array.isArray(redirects) ? redirects : listed(redirects);
    const details = Object.fromEntries(list.map((entry) => [entry.redirect ?? entry, entry]));
    const changed = differ(details, this.#details);
    this.#details = details;
    const names = Object.keys(details).join(' ') || null;
    if (super.redirects !== names) super.redirects = names;
    else if (changed) this.#remount();
  }

  /** Does what a click on the page's button does. */
  open(redirect) {
    if (this.#mounted) this.#mounted.open(redirect);
    else if (!this.#waiting) {
      this.#waiting = redirect;
      this.#showState();
      if (this.isConnected) this.#mount();
    }
  }

  /** Calls off what is under way. */
  abort() {
    this.#waiting = undefined;
    this.#mounted?.abort();
    this.#showState();
  }

  /** For the page's developer: prints what keeps it from working, with what to change. */
  async diagnose() {
    const { diagnose } = await import('./diagnose.js');
    return diagnose(this);
  }

  /** Set before the class was there, a property would hide the accessor. */
  #upgrade() {
    for (const name of Object.keys(this)) {
      if (!(name in PaddleMagicLinks.prototype)) continue;
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
  }

  #translate = (text) => this.#strings?.[text] ?? this.#words?.[text] ?? text;

  /** Whether another language is spoken around it now. */
  #listen() {
    if (this.#language !== tagOf(this)) this.#remount();
  }

  #remount() {
    this.#unmount();
    if (this.isConnected) this.#show();
  }

  #show() {
    const language = tagOf(this);
    if (this.#language !== language) {
      this.#language = language;
      this.#words = isEnglish(language) ? {} : undefined;
    }
    this.#message.replaceChildren();
    this.#clear();
    this.#place.append(placeholder(this, this.#details, this.#translate));
    // At its final size, but without words that would change.
    this.#place.style.visibility = this.#words ? '' : 'hidden';
    this.#mark();
    this.#showState();
    if (this.#words) this.#mount();
    else this.#learn(language);
  }

  async #learn(language) {
    load().catch(() => {});
    let words = {};
    try {
      const { dictionary } = await import('./dictionaries.js');
      words = await dictionary(language);
    } catch (error) {
      const message = `can't load its words in "${language}", so they are English.`;
      console.error(`<${this.localName}> ${message}`, error);
    }
    if (this.#language !== language) return;
    this.#words = words;
    if (this.isConnected && !this.#mounted) this.#show();
  }

  /** Shows what needs no other markup. */
  #mark() {
    this.#place.disabled = this.disabled;
    this.#place.classList.toggle('pml-compact', this.compact);
  }

  /** Shows what the seller has chosen before the component is there. */
  #showState() {
    const root = this.#place.querySelector('.pml-root');
    if (this.#mounted || !root) return;
    showChoice(root, this.#chosen ?? this.environment);
    showWaiting(root, this.#waiting);
  }

  async #mount() {
    try {
      const { mount } = await load();
      // In the meantime it may have gone, or have other words to wait for.
      if (!this.isConnected || this.#mounted || !this.#words) return;
      this.#mounted = mount(this, this.#place, {
        chosen: this.#chosen,
        clear: () => this.#clear(),
        words: { ...this.#words, ...this.#strings },
        details: this.#details,
        choose: (environment) => this.#choose(environment),
        state: (...names) => this.#state(...names),
        tell: (...news) => this.#tell(...news),
      });
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
    this.#state();
  }

  #fail(error) {
    if (!this.isConnected || this.#mounted) return;
    console.error(`<${this.localName}> can't load its component.`, error);
    this.#waiting = undefined;
    this.#clear();
    // What the page put inside the tag is its own way out.
    this.#place.append(document.createElement('slot'));
    this.#message.append(...notLoaded(this.#translate, () => this.#show()));
    this.#state('error');
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
    this.#showState();
  }

  #choose(environment) {
    this.#chosen = environment;
    this.#tell('pml-environment-change', { environment });
  }

  #tell(type, detail, cancelable = false) {
    return this.dispatchEvent(
      new CustomEvent(type, { bubbles: true, composed: true, cancelable, detail }),
    );
  }

  #state(...names) {
    const { states } = this.#internals;
    states?.clear();
    for (const name of names) states?.add(name);
  }
}
