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
import { alert, find, keyOf, placeholder, showChoice, showWaiting } from './placeholder.js';
import { loadFailed, timedOut, tryAgain } from './made.js';
import { sheet } from './styles.js';
import { openTab } from './tab.js';

/** How long a code may take: 15 seconds, where the attribute says nothing that makes sense. */
const secondsOf = (timeout) => (timeout >= 1 && timeout <= 600 ? timeout : 15);

/** Milliseconds for which a language is waited for, before its readers get English. */
const LANGUAGE_LIMIT = 3000;

export class PaddleMagicLinks extends Reflecting {
  static observedAttributes = attributes;

  /** Origins other than the page's own that an `endpoint` may be on. */
  static allowedOrigins = [];

  /** Defines the element; a second time, or where somebody else has, does nothing. */
  static define(tag = 'paddle-magic-links', registry = globalThis.customElements) {
    if (registry && !registry.get(tag)) {
      // A class can be defined once only; other tags get one of their own.
      registry.define(tag, tag === 'paddle-magic-links' ? this : class extends this {});
    }
    return registry?.get(tag);
  }

  // One that can be disabled with all that is in it.
  #place = document.createElement('fieldset');
  // Neither is everywhere: happy-dom 21 lacks the one, jsdom 26 the other.
  #states = this.attachInternals?.().states;
  #placeholder;
  #mounted;
  #chosen;
  // A click that waits for the component: its page, and the tab that it has opened.
  #waiting;
  #strings;
  #language;
  // What its language has in the place of an English text, once that is known.
  #words;
  #stale;

  constructor() {
    super();
    // Where none can be made, as in Safari 16.3, what the page put inside the tag is not hidden yet.
    const sheets = [sheet()];
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = sheets;
    this.#place.setAttribute('role', 'presentation');
    this.#place.className = 'pml-place';
    // Enter held down repeats the click; it is still one activation.
    this.#place.onkeydown = (event) => {
      if (event.repeat && event.key === 'Enter') event.preventDefault();
    };
    // A choice is none of a form's around that watches what is entered in it.
    this.#place.oninput = (event) => event.stopPropagation();
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
    else this.#update();
  }

  disconnectedCallback() {
    // Moving an element disconnects it and connects it again in one go.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#forget();
      this.#unmount();
    });
  }

  attributeChangedCallback(name, before, now) {
    if (before === now) return;
    // The default, which does not count any more once somebody has chosen.
    if (name === 'environment' && !this.#chosen) this.#mounted?.choose(this.#default);
    if (shown.includes(name)) this.#update();
    else this.#mark();
  }

  get strings() {
    return this.#strings;
  }

  set strings(strings) {
    // Frameworks set equal objects at each rendering, which is no reason to show anything anew.
    if (JSON.stringify(strings) !== JSON.stringify(this.#strings)) this.#update();
    this.#strings = strings;
  }

  /** The current one. The attribute is the default, as with the value of an `<input>`. */
  get environment() {
    return this.#place.firstChild?.dataset.environment ?? this.#default;
  }

  set environment(environment) {
    const chosen = environment === 'production' ? 'live' : environment;
    if (this.#mounted?.choose(chosen ?? super.environment) === false) return;
    this.#chosen = chosen;
    this.#showState();
  }

  get #default() {
    return this.#chosen ?? super.environment ?? 'live';
  }

  /** Does what a click on the page's button does. */
  open(redirect) {
    if (!this.disabled) {
      if (this.#mounted) return this.#mounted.open(redirect);
      if (this.#stale) this.#render();
      if (this.#remember(find(this.#place, redirect))) return;
    }
    console.error(`<${this.localName}> has no "${redirect}" to open now.`);
  }

  /** Calls off what is under way. */
  abort() {
    this.#mounted?.abort();
    this.#forget();
    this.#showState();
  }

  /** For the page's developer: prints what keeps it from working, with what to change. */
  diagnose() {
    return import('./diagnose.js')
      .then(({ diagnose }) => diagnose(this, this.#mounted?.refused(), load));
  }

  #translate = (text) => this.#strings?.[text] ?? this.#words?.[text] ?? text;

  /** Shows what the page wants now: soon, as a page often changes several things at once. */
  #update = () => {
    if (!this.#stale) queueMicrotask(() => this.#render());
    this.#stale = true;
  };

  #render() {
    this.#stale = false;
    if (!this.isConnected) return;
    const language = tagOf(this);
    if (this.#language !== language) {
      this.#language = language;
      if (isEnglish(language)) this.#words = {};
      else this.#learn(language);
    }
    if (this.#mounted) this.#show(() => this.#mounted.show());
    else {
      const made = placeholder(this, this.#translate);
      this.#show(() => this.#place.append(made));
      this.#placeholder = made;
      made.onclick = (event) => {
        const button = event.target.closest('[data-redirect]');
        // As in the component: one jump at a time, to the environment that was shown at the click.
        if (this.#waiting) event.preventDefault();
        else this.#remember(button);
      };
      made.onchange = ({ target }) => this.#choose(target.value);
      // At its final size, but without words that would change.
      made.style.visibility = this.#words ? '' : 'hidden';
      this.#mark();
      this.#showState();
      this.#mount();
    }
  }

  /** Shows something else, with the focus where it was, or else where the seller can go on. */
  #show(fill) {
    const focused = this.shadowRoot.activeElement;
    // Chromium 156 keeps removed radio buttons alive by their name.
    for (const radio of this.#place.querySelectorAll('[name]')) radio.removeAttribute('name');
    this.#place.replaceChildren();
    this.#placeholder = undefined;
    fill();
    if (focused) {
      (find(this.#place, keyOf(focused)) ?? this.#place.querySelector('button'))?.focus();
    }
  }

  async #learn(language) {
    if (!this.#mounted) this.#words = undefined;
    const know = (words) => {
      if (this.#language !== language) return;
      this.#words = words;
      this.#update();
    };
    // English meanwhile, where they take long, and where they can't be loaded.
    const english = setTimeout(() => this.#words ?? know({}), LANGUAGE_LIMIT);
    const words = await import('./dictionaries.js')
      .then(({ dictionary }) => dictionary(language))
      .catch(console.error);
    clearTimeout(english);
    know(words ?? {});
  }

  /** Shows what needs no other markup. */
  #mark() {
    this.#place.disabled = this.disabled;
    this.#place.classList.toggle('pml-compact', this.compact);
    this.#mounted?.check();
  }

  /** Shows what the seller has chosen before the component is there. */
  #showState() {
    if (!this.#placeholder) return;
    showChoice(this.#placeholder, this.#default);
    showWaiting(this.#placeholder, this.#waiting?.redirect);
    this.#setState(this.#waiting && 'busy');
  }

  /** For `:state()`. */
  #setState = (state) => {
    try {
      this.#states.clear();
      if (state) this.#states.add(state);
    } catch {
      // Before Chromium 125 only names with two dashes are taken.
    }
  };

  async #mount() {
    try {
      const { mount } = await load();
      // In the meantime it may have gone, or have other words to wait for.
      if (!this.isConnected || !this.#placeholder || this.#mounted || !this.#words) return;
      if (this.#language !== tagOf(this)) return this.#render();
      this.#mounted = mount(this, this.#place, {
        chosen: this.#default,
        show: (fill) => this.#show(fill),
        translate: this.#translate,
        listed,
        choose: this.#choose,
        update: this.#update,
        tell: this.#tell,
        setState: this.#setState,
        openTab,
        seconds: () => secondsOf(this.timeout),
      });
      const waiting = this.#waiting;
      this.#waiting = undefined;
      // Before the component is seen, as what follows a click need not wait for that.
      if (waiting) this.#mounted.open(waiting.redirect, waiting.tab);
      this.#mounted?.show();
    } catch (error) {
      // Once, however often it was waited for.
      if (this.isConnected && (this.#placeholder || this.#mounted)) this.#fail(error);
    }
  }

  #unmount() {
    const mounted = this.#mounted;
    this.#mounted = undefined;
    this.#setState();
    mounted?.free();
  }

  #fail(error) {
    console.error(`<${this.localName}> can't load its component.`, error);
    this.#unmount();
    this.#alert('load_failed', () => {
      const again = () => this.#render();
      const message = alert(this.#translate, again, loadFailed, tryAgain);
      // What the page put inside the tag is its own way out.
      this.#show(() => this.#place.append(document.createElement('slot'), message));
    });
  }

  /** Says that the component did not come, and then tells the page what a click was for. */
  #alert(code, show) {
    const { environment } = this;
    const redirect = this.#waiting?.redirect;
    this.#forget();
    show();
    this.#setState('error');
    this.#tell('pml-error', { code, recoverable: true, ...(redirect && { environment, redirect }) });
  }

  /** Keeps a click until the component is there, if the button takes one. */
  #remember(button) {
    const redirect = button?.dataset.redirect;
    if (!redirect || button.hasAttribute('aria-disabled')) return false;
    const tab = this.target === '_blank' ? openTab() : null;
    const waiting = { redirect, tab };
    this.#waiting = waiting;
    setTimeout(() => {
      if (this.#waiting !== waiting) return;
      this.#alert('timed_out', () => {
        this.#render();
        this.#place.append(alert(this.#translate, null, timedOut));
      });
    }, secondsOf(this.timeout) * 1000);
    window.addEventListener('pagehide', () => this.#waiting && this.abort(), { once: true });
    this.#showState();
    return true;
  }

  /** Forgets a click that waits for the component. */
  #forget() {
    this.#waiting?.tab?.close();
    this.#waiting = undefined;
  }

  #choose = (environment) => {
    this.#chosen = environment;
    // Leptos shows it later than a page may read it.
    this.#place.firstChild.dataset.environment = environment;
    this.#tell('pml-environment-change', { environment });
    this.#showState();
  };

  #tell = (type, detail, cancelable) =>
    this.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true, cancelable, detail }));
}
