/**
 * The element as the component sees it: its settings, and whom to tell. Loaded together with the
 * component, so that the element's own script stays small.
 */
import { Component, initSync } from './glue.js';
import { missingFlag } from './frame.js';
import { headersOf } from './headers.js';
import inUse from './in-use.css';

/** An origin where nobody else listens. */
const LOOPBACK = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1]|[\w.-]+\.localhost)(:\d+)?$/;

/** A URL, or something without any of its parts. */
const parse = (given, base) => {
  try {
    return new URL(given, base);
  } catch {
    return {};
  }
};

/** What a new tab looks like until it goes to Paddle. */
const TAB = 'min-block-size:100vh;display:grid;place-content:center;'
  + 'font:1.125rem system-ui,sans-serif;color-scheme:light dark';

export { inUse };

/** Not while it comes in: it is held back until its integrity is known. https://fetch.spec.whatwg.org/#main-fetch */
export const start = async (response) => {
  initSync({ module: await WebAssembly.compile(await response.arrayBuffer()) });
  // Browsers compile a function when it is first called, so what follows is a task of its own.
  await new Promise((next) => setTimeout(next));
};

/** A component for `place`; `inner` is what only the element can do for it. */
export const mount = (element, place, inner) => {
  const told = new Set();

  // Once for each: settings are read at every click.
  const invalid = (name, reason) => {
    const value = element.getAttribute(name);
    const given = value === null ? name : `${name}="${value}"`;
    const message = `<${element.localName}> ${given}: ${reason}`;
    if (told.has(message)) return;
    told.add(message);
    console.error(message);
  };

  /** What a click has opened before the component was there. */
  let opened;

  /** A new tab, or what came in its place, with words in it if it is blank. */
  const tab = (words, lang) => {
    const window = opened ?? inner.openTab();
    opened = undefined;
    if (window?.document.URL === 'about:blank') {
      const { documentElement, body } = window.document;
      Object.assign(documentElement, { lang, dir: 'auto' });
      window.document.title = body.textContent = words;
      // By script, which a content security policy does not forbid.
      documentElement.style.cssText = TAB;
    }
    return window;
  };

  const isSafe = ({ protocol, origin }) => protocol === 'https:' || LOOPBACK.test(origin);

  /** The proxy's address, where a code may be asked for: one that markup alone has not made up. */
  const endpoint = () => {
    const given = element.endpoint;
    if (!given) return invalid('endpoint', 'give the address of your proxy, or set fetchSession');
    const { allowedOrigins } = element.constructor;
    const url = parse(given, document.baseURI);
    if (!url.href) return invalid('endpoint', 'it is no URL');
    if (![location.origin, ...allowedOrigins].includes(url.origin)) {
      return invalid(
        'endpoint',
        `not this page's origin; add "${url.origin}" to PaddleMagicLinks.allowedOrigins if it is yours`,
      );
    }
    if (isSafe(url)) return url.href;
    return invalid('endpoint', 'use https; http is for loopback only');
  };

  /** A dashboard's origin: what a script has set, or what an attribute says for this machine. */
  const dashboard = (name) => {
    const given = element.getAttribute(name);
    const byScript = name === 'dashboard-live' ? element.dashboardLive : element.dashboardSandbox;
    const origin = byScript ?? given;
    if (!origin) return origin;
    const url = parse(origin);
    if (url.origin !== origin) invalid(name, 'not an origin, as https://dashboard.example is');
    else if (!isSafe(url)) invalid(name, 'http is for loopback only');
    else if (!byScript && !LOOPBACK.test(origin)) {
      invalid(name, 'an attribute names loopback only; let a script set the property');
    } else return origin;
    // And not Paddle's own in its place: it is not what the page asked for.
    return '';
  };

  /** The platform's own sign-in, with the way back: no message may lead to anybody else's form. */
  const signIn = () => {
    if (!element.signIn) return null;
    const here = encodeURIComponent(location.href);
    const url = parse(element.signIn.replace('{return}', here), document.baseURI);
    // A `blob:` URL has the page's origin, too.
    if (url.href?.startsWith(`${location.origin}/`)) return url.href;
    return invalid('sign-in', "use an address of this page's own origin, such as /login?next={return}");
  };

  const text = (group, name) => {
    if (!group) return element.getAttribute(name);
    if (group === 'endpoint') return endpoint();
    if (group === 'sign-in') return signIn();
    if (group === 'dashboard') return dashboard(name);
    const given = group === 'strings'
      ? inner.translate(name)
      : inner.listed(element.redirects)[group]?.[name] || null;
    return given === true ? '' : given?.toString();
  };

  let items;
  const item = (list, at) => {
    if (!at) {
      if (list === 'headers') items = headersOf(element, invalid).flat();
      else {
        items = Object.keys(inner.listed(element[list]));
        // Taken for words, of which none begins so.
        if (/^[[{]/.test(items)) invalid(list, 'not JSON, as [{"redirect":"overview"}] is');
      }
    }
    return items[at];
  };

  const { tell } = inner;
  const component = new Component({
    text,
    item,
    fetches: () => typeof element.fetchSession === 'function',
    fetch: async (environment, redirect, signal) => {
      const answer = (status, body) => ({ status, json: async () => body });
      try {
        const reply = await element.fetchSession({ environment, redirect, signal });
        return answer(201, reply?.data ? reply : { data: reply });
      } catch (error) {
        if (!signal.aborted) console.error(`<${element.localName}> fetchSession:`, error);
        // A word of the contract says more than that nothing came.
        if (typeof error?.code !== 'string') throw error;
        return answer(0, { error });
      }
    },
    start: (environment, redirect) => {
      tell('pml-start', { environment, redirect });
      // Taken away is called off, of which the element hears later.
      if (!element.isConnected) component.abort();
    },
    navigate: (environment, redirect) =>
      tell('pml-navigate', { environment, redirect }, true) && element.isConnected,
    error: (environment, redirect, code, recoverable, requestId, retryAfter) => queueMicrotask(
      () => tell('pml-error', { environment, redirect, code, recoverable, requestId, retryAfter }),
    ),
    returned: () => tell('pml-return', {}),
    environmentChange: inner.choose,
    state: (busy, failed) => inner.setState(busy ? 'busy' : failed && 'error'),
    tab,
    canOpen: (newTab) => {
      const flag = missingFlag(newTab);
      if (flag) invalid('page', `add ${flag} to its frame's sandbox, or serve it by http`);
      return !flag;
    },
    timeout: () => {
      const seconds = inner.seconds();
      if (element.timeout && seconds !== element.timeout) invalid('timeout', 'use seconds from 1 to 600');
      return seconds;
    },
    invalid,
  }, inner.chosen);
  // The nearest `lang` may be anybody's: in the tree that it is in, and in that of each host around.
  const languages = new MutationObserver(inner.update);
  const observe = () => {
    for (let node = element; node; node = node.host) {
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
      // Where the page does not offer it any more.
      opened?.close();
      opened = undefined;
    },
    /** Whether that was possible: a jump that is under way goes where it says. */
    choose: (environment) => {
      // Not by a selector: happy-dom 21 knows no escapes.
      const radio = [...place.querySelectorAll('input')].find(({ value }) => value === environment);
      if (!radio) return invalid('environment', `"${environment}" is unknown or not offered`);
      if (!component.choose(environment === 'live')) return false;
      radio.checked = true;
      // Leptos shows it later than a page may read it.
      place.firstChild.dataset.environment = environment;
      return true;
    },
    abort: () => component.abort(),
    check: () => component.check(),
    refused: () => [...told],
    moved: () => {
      languages.disconnect();
      observe();
      inner.update();
    },
    free: () => {
      languages.disconnect();
      component.abort();
      // Not while it tells the page something, which is when the page may ask for this.
      queueMicrotask(() => component.free());
    },
  };
};
