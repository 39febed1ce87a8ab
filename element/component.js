/**
 * The joint between the element and its component: starts the wasm, and gives the component its settings
 * and a way to reach the page. Loaded together with the wasm, so that the first script stays small.
 *
 * @import { OfferedRedirect } from './generated/wasm.js'
 * @import { Environment, PaddleMagicLinks, PaddleMagicLinksEventMap } from './paddle-magic-links.js'
 */
import { missingFlag } from './frame.js';
import inUse from './generated/in-use.css';
import { Component, initSync } from './generated/wasm.js';
import { headersOf } from './headers.js';

/** Origins on this machine. */
const LOOPBACK = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1]|[\w.-]+\.localhost)(:\d+)?$/;

/**
 * A URL, or an object without its parts if it is invalid.
 *
 * @returns {URL}
 */
const parse = (given, base) => {
  try {
    return new URL(given, base);
  } catch {
    return /** @type {URL} */ ({});
  }
};

/** The style of a new tab until it navigates to Paddle. */
const TAB =
  'min-block-size:100vh;display:grid;place-content:center;' +
  'font:1.125rem system-ui,sans-serif;color-scheme:light dark';

export { inUse };

/** Starts the wasm. Not by streaming: the browser withholds it until its integrity is known. https://fetch.spec.whatwg.org/#main-fetch */
export const start = async (response) => {
  initSync({ module: await WebAssembly.compile(await response.arrayBuffer()) });
  // Browsers compile functions when they are first called, so the rest is a task of its own.
  await new Promise((next) => setTimeout(next));
};

/**
 * What only the element can do.
 *
 * @typedef {{
 *   chosen: Environment,
 *   show: (fill: () => void) => void,
 *   translate: (text: string) => string,
 *   environments: () => string[],
 *   redirects: () => OfferedRedirect[],
 *   choose: (environment: Environment) => void,
 *   update: () => void,
 *   tell: <Type extends keyof PaddleMagicLinksEventMap>(
 *     type: Type,
 *     detail: PaddleMagicLinksEventMap[Type]['detail'],
 *     cancelable?: boolean,
 *   ) => boolean,
 *   setState: (state: 'busy' | 'error' | false) => void,
 *   openTab: () => Window | null | undefined,
 *   seconds: () => string | number,
 * }} Inner
 */

/**
 * Makes the component of `element`, to be shown in `place`.
 *
 * @param {PaddleMagicLinks} element
 * @param {HTMLElement} place
 * @param {Inner} inner
 */
export const mount = (element, place, inner) => {
  const reported = new Set();

  /**
   * Reports each problem once, because settings are read at every click.
   *
   * @returns {undefined}
   */
  const invalid = (name, reason) => {
    const value = element.getAttribute(name);
    const given = value === null ? name : `${name}="${value}"`;
    const message = `<${element.localName}> ${given}: ${reason}`;
    if (reported.has(message)) return;
    reported.add(message);
    console.error(message);
  };

  /** The tab that an early click has opened. */
  let opened;

  const openTab = (text, lang) => {
    const window = opened ?? inner.openTab();
    opened = undefined;
    if (window?.document.URL === 'about:blank') {
      const { documentElement, body } = window.document;
      Object.assign(documentElement, { lang, dir: 'auto' });
      window.document.title = body.textContent = text;
      // A content security policy allows styles set by script.
      documentElement.style.cssText = TAB;
    }
    return window;
  };

  const isSafe = ({ protocol, origin }) => protocol === 'https:' || LOOPBACK.test(origin);

  /** The URL of the proxy. Markup alone can't point it at another origin. */
  const endpoint = () => {
    const given = element.endpoint;
    if (!given) return invalid('endpoint', 'give the URL of your proxy, or set fetchSession');
    const { allowedOrigins } = /** @type {typeof PaddleMagicLinks} */ (element.constructor);
    const url = parse(given, document.baseURI);
    if (!url.href) return invalid('endpoint', 'not a URL');
    if (![location.origin, ...allowedOrigins].includes(url.origin)) {
      return invalid(
        'endpoint',
        `not this page's origin; add "${url.origin}" to PaddleMagicLinks.allowedOrigins if it is yours`,
      );
    }
    if (isSafe(url)) return url.href;
    return invalid('endpoint', 'use https; http is for loopback only');
  };

  /** The origin of a dashboard: set by a script, or by an attribute that names this machine. */
  const dashboard = (name) => {
    const given = element.getAttribute(name);
    const byScript = name === 'dashboard-live' ? element.dashboardLive : element.dashboardSandbox;
    const origin = byScript ?? given;
    if (!origin) return origin;
    const url = parse(origin);
    if (url.origin !== origin) invalid(name, 'not an origin, as https://dashboard.example is');
    else if (!isSafe(url)) invalid(name, 'http is for loopback only');
    else if (!byScript && !LOOPBACK.test(origin)) {
      invalid(name, 'an attribute names loopback only; set the property by script');
    } else return origin;
    // Empty, so that Paddle's own does not take its place.
    return '';
  };

  /** The URL of the platform's sign-in. No message may lead to anybody else's form. */
  const signIn = () => {
    if (!element.signIn) return null;
    const here = encodeURIComponent(location.href);
    const url = parse(element.signIn.replace('{return}', here), document.baseURI);
    // A `blob:` URL also has the page's origin.
    if (url.href?.startsWith(`${location.origin}/`)) return url.href;
    return invalid('sign-in', "use a URL on this page's own origin, such as /login?next={return}");
  };

  /** Broken JSON is read as words, of which none begins like this. */
  const checked = (name, words) => {
    if (/^[[{]/.test(words)) invalid(name, 'not JSON, as [{"redirect":"overview"}] is');
    return words;
  };

  const { tell } = inner;
  const component = new Component(
    {
      attribute: (name) => element.getAttribute(name),
      translation: inner.translate,
      environment: (index) => checked('environments', inner.environments())[index],
      redirect: (index) => {
        const redirects = inner.redirects();
        checked(
          'redirects',
          redirects.map(({ target }) => target),
        );
        return redirects[index];
      },
      endpoint,
      headers: () => headersOf(element, invalid),
      dashboard,
      signIn,
      timeout: () => {
        const seconds = inner.seconds();
        if (element.timeout && seconds !== element.timeout) invalid('timeout', 'use seconds from 1 to 600');
        return seconds;
      },
      hasFetchSession: () => typeof element.fetchSession === 'function',
      fetchSession: async (environment, redirect, signal) => {
        const response = (status, body) => ({ status, json: async () => body });
        try {
          const session = await /** @type {Function} */ (element.fetchSession)({
            environment,
            redirect,
            signal,
          });
          return response(201, session?.data ? session : { data: session });
        } catch (error) {
          if (!signal.aborted) console.error(`<${element.localName}> fetchSession:`, error);
          // A code of the contract says more than a failed request.
          if (typeof error?.code !== 'string') throw error;
          return response(0, { error });
        }
      },
      canOpen: (newTab) => {
        const flag = missingFlag(newTab);
        if (flag) invalid('page', `add ${flag} to its frame's sandbox, or serve it by http`);
        return !flag;
      },
      openTab,
      start: (environment, redirect) => {
        tell('pml-start', { environment, redirect });
        // Removing the element cancels the jump, but the element learns of it later.
        if (!element.isConnected) component.abort();
      },
      navigate: (environment, redirect) =>
        tell('pml-navigate', { environment, redirect }, true) && element.isConnected,
      error: (environment, redirect, code, recoverable, requestId, retryAfter) =>
        queueMicrotask(() =>
          tell('pml-error', { environment, redirect, code, recoverable, requestId, retryAfter }),
        ),
      returned: () => tell('pml-return', {}),
      environmentChange: inner.choose,
      state: (pending, failed) => inner.setState(pending ? 'busy' : failed && 'error'),
      invalid,
    },
    inner.chosen,
  );
  // The nearest `lang` may be anywhere in this tree, or in the tree of a shadow host around it.
  const languages = new MutationObserver(inner.update);
  const observe = () => {
    for (let /** @type {any} */ node = element; node; node = node.host) {
      node = node.getRootNode();
      languages.observe(node, { subtree: true, attributeFilter: ['lang'] });
    }
  };
  observe();
  return {
    show: () => inner.show(() => component.show(place)),
    open: (redirect, tab) => {
      opened = tab;
      component.open(redirect);
      // If it is no longer offered.
      opened?.close();
      opened = undefined;
    },
    /** Returns whether that was possible: a pending jump keeps its environment. */
    setEnvironment: (environment) => {
      // Not by a selector: happy-dom 21 knows no escapes.
      const radio = [...place.querySelectorAll('input')].find(({ value }) => value === environment);
      if (!radio) return invalid('environment', `"${environment}" is unknown or not offered`);
      if (!component.setEnvironment(environment === 'live')) return false;
      radio.checked = true;
      // Leptos renders it later than a page may read it.
      /** @type {HTMLElement} */ (place.firstChild).dataset.environment = environment;
      return true;
    },
    abort: () => component.abort(),
    check: () => component.check(),
    reported: () => [...reported],
    moved: () => {
      languages.disconnect();
      observe();
      inner.update();
    },
    free: () => {
      languages.disconnect();
      component.abort();
      // Not while it dispatches an event, whose listener may have asked for this.
      queueMicrotask(() => component.free());
    },
  };
};
