/**
 * The custom element: its class, attributes, properties and events. The component is Leptos compiled to
 * wasm; until it has loaded, a placeholder shows the same markup and remembers a click.
 *
 * `cargo xtask dist` writes the modules of `./generated`.
 *
 * @import { Reflected } from './attributes.js'
 * @import { mount } from './component.js'
 * @import {
 *   Environment,
 *   PaddleMagicLinks as Published,
 *   PaddleMagicLinksSettings,
 *   RedirectTarget,
 * } from './paddle-magic-links.js'
 */
import { attributes, Reflecting, rendered, secondsOf } from './attributes.js';
import { loadFailed, timedOut, tryAgain } from './generated/texts.js';
import { load } from './load.js';
import { environmentsOf, redirectsOf } from './offer.js';
import { fillPlace, makePlace } from './place.js';
import { alert, find, placeholder, showChoice, showWaiting } from './placeholder.js';
import { showState } from './state.js';
import { openTab } from './tab.js';
import { Translations } from './translations.js';

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

  #place = makePlace(this);
  // happy-dom 21 lacks the method, jsdom 26 the property.
  #states = this.attachInternals?.().states;
  /** @type {HTMLElement | undefined} */
  #placeholder;
  /** @type {ReturnType<typeof mount> | undefined} */
  #mounted;
  /** @type {Environment | null | undefined} */
  #chosen;
  /** @type {{ redirect: string, tab?: Window | null } | undefined} An early click, and the tab that it has opened. */
  #waiting;
  #texts = new Translations(this, () => this.#update());
  /** @type {boolean | undefined} */
  #stale;

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
    return this.#texts.own;
  }

  set strings(strings) {
    // Frameworks set an equal object at each rendering, which changes nothing.
    if (JSON.stringify(strings) !== JSON.stringify(this.#texts.own)) this.#update();
    this.#texts.own = strings;
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

  /** Renders in a microtask, because pages often change several things at once. */
  #update = () => {
    if (!this.#stale) queueMicrotask(() => this.#render());
    this.#stale = true;
  };

  #render() {
    this.#stale = false;
    if (!this.isConnected) return;
    this.#texts.follow(this.#mounted);
    if (this.#mounted) this.#show(() => this.#mounted?.show());
    else {
      const made = placeholder(this, this.#texts.translate);
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
      made.style.visibility = this.#texts.known ? '' : 'hidden';
      this.#mark();
      this.#showState();
      this.#mount();
    }
  }

  /** Shows something else than the placeholder, unless `fill` sets it again. */
  #show(fill) {
    this.#placeholder = undefined;
    fillPlace(this.#place, fill);
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

  #setState = (state) => showState(this.#states, state);

  async #mount() {
    try {
      const { mount } = await load();
      // In the meantime the element may have been removed, or wait for another language.
      if (!this.isConnected || !this.#placeholder || this.#mounted || !this.#texts.known) return;
      if (!this.#texts.current) return this.#render();
      this.#mounted = mount(this, this.#place, {
        chosen: this.#default,
        show: (fill) => this.#show(fill),
        translate: this.#texts.translate,
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
      const message = alert(this.#texts.translate, again, loadFailed, tryAgain);
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
        this.#place.append(alert(this.#texts.translate, null, timedOut));
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
