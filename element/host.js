/**
 * The element as the component sees it: its settings, and whom to tell. Loaded together with the
 * component, so that the element's own script stays small.
 */
import init, { mount as mountComponent } from './component.js';

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

export default init;

/** Mounts the component into `place`; `inner` is what only the element can do for it. */
export const mount = (element, place, inner) => {
  const told = new Set();

  // Once for each message: settings are read at every click.
  const invalid = (message) => {
    if (told.has(message)) return;
    told.add(message);
    console.error(`<${element.localName}> ${message}`);
  };

  /** The token that the page's framework wants to see, where it keeps it. */
  const csrf = () => {
    const header = element.getAttribute('csrf-header');
    const meta = element.getAttribute('csrf-meta');
    if (!header) return [];
    const token = meta
      ? document.querySelector(`meta[name=${JSON.stringify(meta)}]`)?.content
      : cookieValue(element.getAttribute('csrf-cookie'));
    if (token) return [[header, token]];
    invalid(
      `csrf-header: no token found; name the page's <meta> in csrf-meta, or its cookie in csrf-cookie`,
    );
    return [];
  };

  const settings = () => {
    const attributes = [...element.attributes].map(({ name, value }) => [name, value]);
    const settings = Object.fromEntries(attributes);
    settings.fetchSession = element.fetchSession;
    settings.headers = [...Object.entries(element.headers ?? {}), ...csrf()];
    settings.strings = inner.words;
    settings.details = inner.details;
    return settings;
  };

  const { tell } = inner;
  return mountComponent(place, {
    settings,
    fetch: (environment, redirect, signal) =>
      Promise.resolve(element.fetchSession({ environment, redirect, signal })),
    start: (environment, redirect) => tell('pml-start', { environment, redirect }),
    navigate: (environment, redirect) => tell('pml-navigate', { environment, redirect }, true),
    error: (code, recoverable, requestId, retryAfter) =>
      tell('pml-error', { code, recoverable, requestId, retryAfter }),
    returned: () => tell('pml-return', {}),
    environmentChange: inner.choose,
    state: inner.state,
    invalid,
  }, inner.chosen);
};
