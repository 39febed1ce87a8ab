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
  // Neither is everywhere: happy-dom 21 lacks the one, jsdom 26 the other.
  #states = this.attachInternals?.().states;
  #placeholder;
  #mounted;
  #chosen;
  #waiting;
  #strings;
  #details = {};
  #language;
  // What its language has in the place of an English text, once that is known.
  #words;

  constructor() {
    super();
    // Where none can be made, as in Safari 16.3, what the page put inside the tag is not hidden yet.
    const sheets = [sheet()];
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = sheets;
    this.#place.setAttribute('role', 'presentation');
    this.#place.className = 'pml-place';
    root.append(this.#place);
  }

  connectedCallback() {
    // Set before the class was there, a property would hide the accessor.
    for (const [name, value] of Object.entries(this)) {
      if (!(name in PaddleMagicLinks.prototype)) continue;
      delete this[name];
      this[name] = value;
    }
    if (this.#mounted) this.#mounted.moved();
    // Browsers lay the page out in the task that ends its parsing, which is then long enough.
    else if (document.readyState === 'interactive') setTimeout(() => this.#show());
    else this.#show();
  }

  disconnectedCallback() {
    // Moving an element disconnects it and connects it again in one go.
    queueMicrotask(() => {
      if (!this.isConnected) this.#unmount();
    });
  }

  attributeChangedCallback(name, before, now) {
    if (before === now) return;
    if (name === 'environment') {
      this.#chosen = this.environment;
      if (this.#mounted?.choose(this.#chosen)) return;
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
      // With a placeholder, the component is on its way.
      if (this.#placeholder) this.#showState();
      else this.#show();
    }
  }

  /** Calls off what is under way. */
  abort() {
    this.#waiting = undefined;
    this.#mounted?.abort();
    this.#showState();
  }

  /** For the page's developer: prints what keeps it from working, with what to change. */
  diagnose() {
    return import('./diagnose.js').then(({ diagnose }) => diagnose(this));
  }

  #translate = (text) => this.#strings?.[text] ?? this.#words?.[text] ?? text;

  /** Shows another language, if another is spoken around it now. */
  #listen = () => {
    if (this.#language !== tagOf(this)) this.#remount();
  };

  #remount() {
    this.#unmount();
    this.#show();
  }

  /** Shows the placeholder, and then loads what takes its place. */
  #show() {
    if (!this.isConnected || this.#mounted) return;
    const language = tagOf(this);
    if (this.#language !== language) {
      this.#language = language;
      this.#words = isEnglish(language) ? {} : undefined;
    }
    this.#clear();
    this.#placeholder = placeholder(this, this.#details, this.#translate);
    this.#placeholder.onclick = (event) => this.#remember(event);
    this.#placeholder.onchange = ({ target }) => this.#choose(target.value);
    this.#place.append(this.#placeholder);
    // At its final size, but without words that would change.
    this.#placeholder.style.visibility = this.#words ? '' : 'hidden';
    this.#mark();
    this.#showState();
    if (this.#words) this.#mount();
    else this.#learn(language);
  }

  async #learn(language) {
    load().catch(() => {});
    // English where they can't be loaded.
    const words = await import('./dictionaries.js')
      .then(({ dictionary }) => dictionary(language))
      .catch(console.error);
    if (this.#language !== language) return;
    this.#words = words ?? {};
    this.#show();
  }

  /** Shows what needs no other markup. */
  #mark() {
    this.#place.disabled = this.disabled;
    this.#place.classList.toggle('pml-compact', this.compact);
  }

  /** Shows what the seller has chosen before the component is there. */
  #showState() {
    if (!this.#placeholder) return;
    showChoice(this.#placeholder, this.#chosen);
    showWaiting(this.#placeholder, this.#waiting);
  }

  async #mount() {
    try {
      const { mount } = await load();
      // In the meantime it may have gone, or have other words to wait for.
      if (!this.isConnected || this.#mounted || !this.#words) return;
      if (this.#language !== tagOf(this)) return this.#show();
      this.#mounted = mount(this, this.#place, {
        chosen: this.#chosen,
        clear: this.#clear,
        words: { ...this.#words, ...this.#strings },
        details: this.#details,
        choose: this.#choose,
        listen: this.#listen,
        state: this.#state,
      });
      const waiting = this.#waiting;
      this.#waiting = undefined;
      // Before the component is seen, as what follows a click need not wait for that.
      if (waiting) this.open(waiting);
      this.#mounted?.show();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Takes the placeholder away. Chromium 156 keeps removed radio buttons alive by their name. */
  #clear = () => {
    for (const radio of this.#place.querySelectorAll('[name]')) radio.removeAttribute('name');
    this.#place.replaceChildren();
    this.#placeholder = undefined;
  };

  #unmount() {
    const mounted = this.#mounted;
    this.#mounted = undefined;
    this.#state();
    mounted?.free();
  }

  /** For `:state()`. */
  #state = (busy, failed) => {
    try {
      this.#states.clear();
      if (busy) this.#states.add('busy');
      if (failed) this.#states.add('error');
    } catch {
      // Before Chromium 125 only names with two dashes are taken.
    }
  };

  #fail(error) {
    console.error(`<${this.localName}> can't load its component.`, error);
    if (!this.isConnected) return;
    this.#waiting = undefined;
    this.#unmount();
    this.#clear();
    // What the page put inside the tag is its own way out.
    this.#place.append(document.createElement('slot'), notLoaded(this.#translate, () => this.#show()));
    this.#state(false, true);
    this.#tell('pml-error', { code: 'load_failed', recoverable: true });
  }

  #remember(event) {
    // As in the component: one jump at a time, to the environment that was shown at the click.
    if (this.#waiting) return event.preventDefault();
    const redirect = event.target.closest('[data-redirect]:not([aria-disabled])')?.dataset.redirect;
    if (redirect) this.open(redirect);
  }

  #choose = (environment) => {
    this.#chosen = environment;
    this.#tell('pml-environment-change', { environment });
    this.#showState();
  };

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true, detail }));
  }
}
