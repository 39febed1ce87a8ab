/**
 * The headers of a request to the proxy, besides the contract's own: those that the page gave, and the
 * CSRF token of its framework.
 */

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

/**
 * Pairs of name and value. `settings` is an element, or whatever has its properties; its `headers` are
 * what `fetch` takes: an object, pairs, or `Headers`. `refuse(setting, reason)` is called for what can't
 * be sent, with the header's name and never its value, which may be a secret. It is among the pairs all
 * the same, so that no request leaves without it: it would not be the one that the page asked for.
 */
export const headersOf = ({ headers, csrfHeader, csrfMeta, csrfCookie }, refuse) => {
  const pairs = [];
  const taken = new Headers();
  const add = (name, value) => {
    pairs.push([`${name}`, `${value}`]);
    try {
      taken.set(name, value);
    } catch {
      // What the browser says quotes the value.
      refuse('headers', `"${name}" has a character that no header may have`);
    }
  };
  const given = headers ?? {};
  try {
    for (const [name, value] of given[Symbol.iterator] ? given : Object.entries(given)) add(name, value);
  } catch {
    pairs.push(['', '']);
    refuse('headers', 'give an object, pairs, or Headers');
  }
  if (csrfHeader) {
    const token = csrfMeta
      ? document.querySelector(`meta[name=${JSON.stringify(csrfMeta)}]`)?.content
      : cookieValue(csrfCookie);
    if (token) add(csrfHeader, token);
    else {
      refuse(
        'csrf-header',
        "no token found; name the page's <meta> in csrf-meta, or its cookie in csrf-cookie",
      );
    }
  }
  return pairs;
};
