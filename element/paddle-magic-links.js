/**
 * The custom element: its class, attributes, properties and events. The component is Leptos compiled to
 * wasm; until it has loaded, a placeholder shows the same markup and remembers a click.
 *
 * `cargo xtask dist` writes the modules of `./generated`: the markup and the texts of the component, the hash
 * of its wasm, the list of languages and the stylesheets.
 */
/**
 * @import { Reflected } from './attributes.js'
 * @import { mount } from './component.js'
 * @import { Strings } from './generated/strings.js'
 * @import {
 *   Environment,
 *   PaddleMagicLinks as Published,
 *   PaddleMagicLinksSettings,
 *   RedirectTarget,
 * } from './paddle-magic-links.js'
 */
import { attributes, Reflecting, rendered } from './attributes.js';
import { loadFailed, timedOut, tryAgain } from './generated/texts.js';
import { isEnglish, tagOf } from './language.js';
import { load } from './load.js';
import { environmentsOf, redirectsOf } from './offer.js';
import { alert, find, keyOf, placeholder, showChoice, showWaiting } from './placeholder.js';
import { sheet } from './styles.js';
import { openTab } from './tab.js';

/** The time limit of a request in seconds: 15, unless the attribute is valid. */
const secondsOf = (timeout) => (timeout >= 1 && timeout <= 600 ? timeout : 15);

/** Milliseconds to wait for a language before English is shown. */
const LANGUAGE_LIMIT = 3000;

/** @implements {Published} */
export class PaddleMagicLinks extends /** @type {Reflected} */ (Reflecting) {
  static observedAttributes = attributes;

  /** Origins of an `endpoint` that are allowed besides the page's own. */
  static allowedOrigins = [];

  /** Defines the element, unless the tag is defined already. */
  static define(tag = 'paddle-magic-links', registry = globalThis.customElements) {
    if (registry && !registry.get(tag)) {
      // A class can be defined only once, so other tags get a subclass.
      // biome-ignore lint/complexity/noThisInStatic: a page's own subclass defines itself.
      registry.define(tag, tag === 'paddle-magic-links' ? this : class extends this {});
    }
    return registry?.get(tag);
  }

  // A fieldset, which disables all controls in it.
  #place = document.createElement('fieldset');
  // happy-dom 21 lacks the method, jsdom 26 the property.
  #states = this.attachInternals?.().states;
  /** @type {HTMLElement | undefined} */
  #placeholder;
  /** @type {ReturnType<typeof mount> | undefined} */
  #mounted;
  /** @type {Environment | null | undefined} */
  #chosen;
  /**
   * An early click, until the component has loaded: its target, and the tab that it has opened.
   *
   * @type {{ redirect: string, tab: Window | null | undefined } | undefined}
   */
  #waiting;
  /** @type {Strings | undefined} */
  #strings;
  /** @type {string | undefined} */
  #language;
  /**
   * The translations by English text, once they are known.
   *
   * @type {Strings | undefined}
   */
  #words;
  /** @type {boolean | undefined} */
  #stale;

  constructor() {
    super();
    // First, because it throws in Safari 16.3, and the content of the tag must stay visible then.
    const sheets = [sheet()];
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = sheets;
    this.#place.setAttribute('role', 'presentation');
    this.#place.className = 'pml-place';
    // Holding Enter down repeats the click, but it is one activation.
    this.#place.onkeydown = (event) => {
      if (event.repeat && event.key === 'Enter') event.preventDefault();
    };
    // A form around the element may observe what is entered in it; the choice is not part of that.
    this.#place.oninput = (event) => event.stopPropagation();
    root.append(this.#place);
  }

  connectedCallback() {
    // A property that was set before the class was defined would hide the accessor.
    for (const [name, value] of Object.entries(this)) {
      if (!(name in PaddleMagicLinks.prototype)) continue;
      delete this[name];
      this[name] = value;
    }
    if (this.#mounted) this.#mounted.moved();
    else this.#update();
  }

  disconnectedCallback() {
    // Moving an element disconnects and connects it in one task.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#forget();
      this.#unmount();
    });
  }

  attributeChangedCallback(name, before, now) {
    if (before === now) return;
    // The default, which no longer counts once somebody has chosen.
    if (name === 'environment' && !this.#chosen) this.#mounted?.setEnvironment(this.#default);
    if (rendered.includes(name)) this.#update();
    else this.#mark();
  }

  get strings() {
    return this.#strings;
  }

  set strings(strings) {
    // Frameworks set an equal object at each rendering, which changes nothing.
    if (JSON.stringify(strings) !== JSON.stringify(this.#strings)) this.#update();
    this.#strings = strings;
  }

  /**
   * The selected one. The attribute is the default, like the `value` of an `<input>`.
   *
   * @returns {Environment}
   */
  get environment() {
    return /** @type {any} */ (this.#place.firstChild)?.dataset.environment ?? this.#default;
  }

  /** @param {PaddleMagicLinksSettings['environment']} environment */
  set environment(environment) {
    const chosen = environment === 'production' ? 'live' : environment;
    if (this.#mounted?.setEnvironment(chosen ?? super.environment) === false) return;
    this.#chosen = chosen;
    this.#showState();
  }

  get #default() {
    return this.#chosen ?? super.environment ?? 'live';
  }

  /**
   * Does what a click on the page's button does.
   *
   * @param {RedirectTarget} redirect
   */
  open(redirect) {
    if (!this.disabled) {
      if (this.#mounted) return this.#mounted.open(redirect);
      if (this.#stale) this.#render();
      if (this.#remember(find(this.#place, redirect))) return;
    }
    console.error(`<${this.localName}> has no "${redirect}" to open now.`);
  }

  /** Cancels the pending jump. */
  abort() {
    this.#mounted?.abort();
    this.#forget();
    this.#showState();
  }

  /** For the page's developer: prints what keeps the widget from working, and how to fix it. */
  diagnose() {
    return import('./diagnose.js').then(({ diagnose }) => diagnose(this, this.#mounted?.reported(), load));
  }

  #translate = (text) => this.#strings?.[text] ?? this.#words?.[text] ?? text;

  /** Renders in a microtask, because pages often change several things at once. */
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
    if (this.#mounted) this.#show(() => this.#mounted?.show());
    else {
      const made = placeholder(this, this.#translate);
      this.#show(() => this.#place.append(made));
      this.#placeholder = made;
      made.onclick = (/** @type {any} */ event) => {
        const button = event.target.closest('[data-redirect]');
        // As in the component: one jump at a time, to the environment shown at the click.
        if (this.#waiting) event.preventDefault();
        else this.#remember(button);
      };
      made.onchange = (/** @type {any} */ { target }) => this.#choose(target.value);
      // At its final size, but without texts that would change.
      made.style.visibility = this.#words ? '' : 'hidden';
      this.#mark();
      this.#showState();
      this.#mount();
    }
  }

  /** Replaces the content. The focus stays on the same control, or moves to the first button. */
  #show(fill) {
    const focused = /** @type {ShadowRoot} */ (this.shadowRoot).activeElement;
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
    // English, if the translations load slowly or not at all.
    const english = setTimeout(() => this.#words ?? know({}), LANGUAGE_LIMIT);
    const words = await import('./dictionaries.js')
      .then(({ dictionary }) => dictionary(language))
      .catch(console.error);
    clearTimeout(english);
    know(words ?? {});
  }

  /** Applies what changes no markup. */
  #mark() {
    this.#place.disabled = this.disabled;
    this.#place.classList.toggle('pml-compact', this.compact);
    this.#mounted?.check();
  }

  /** Shows the choices that the seller has made before the component has loaded. */
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
      // Chromium before 125 accepts only names with two dashes.
    }
  };

  async #mount() {
    try {
      const { mount } = await load();
      // In the meantime the element may have been removed, or wait for another language.
      if (!this.isConnected || !this.#placeholder || this.#mounted || !this.#words) return;
      if (this.#language !== tagOf(this)) return this.#render();
      this.#mounted = mount(this, this.#place, {
        chosen: this.#default,
        show: (fill) => this.#show(fill),
        translate: this.#translate,
        environments: () => environmentsOf(this),
        redirects: () => redirectsOf(this),
        choose: this.#choose,
        update: this.#update,
        tell: this.#tell,
        setState: this.#setState,
        openTab,
        seconds: () => secondsOf(this.timeout),
      });
      const waiting = this.#waiting;
      this.#waiting = undefined;
      // Before it is rendered, so that the request does not wait for that.
      if (waiting) this.#mounted.open(waiting.redirect, waiting.tab);
      this.#mounted?.show();
    } catch (error) {
      // Only once, although several calls may wait for the component.
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
      // The content of the tag is the page's own fallback.
      this.#show(() => this.#place.append(document.createElement('slot'), message));
    });
  }

  /** Shows that the component did not load in time, and tells the page. */
  #alert(code, show) {
    const { environment } = this;
    const redirect = this.#waiting?.redirect;
    this.#forget();
    show();
    this.#setState('error');
    this.#tell('pml-error', { code, recoverable: true, ...(redirect && { environment, redirect }) });
  }

  /** Remembers a click until the component has loaded, if the button is not locked. */
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

  /** Forgets that click. */
  #forget() {
    this.#waiting?.tab?.close();
    this.#waiting = undefined;
  }

  /** @param {Environment} environment */
  #choose = (environment) => {
    this.#chosen = environment;
    // Leptos renders it later than a page may read it.
    /** @type {HTMLElement} */ (this.#place.firstChild).dataset.environment = environment;
    this.#tell('pml-environment-change', { environment });
    this.#showState();
  };

  #tell = (type, detail, cancelable) =>
    this.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true, cancelable, detail }));
}

/**
 * The published class has the members of this one, and the other way round.
 *
 * @template {typeof Published} Class
 * @typedef {Class} Declared
 * @typedef {Declared<typeof PaddleMagicLinks>} Implemented
 * @typedef {Pick<typeof Published, keyof typeof PaddleMagicLinks>} StaticMembers
 * @typedef {Pick<Published, Exclude<keyof PaddleMagicLinks, keyof HTMLElement | `${string}Callback`>>} Members
 */
