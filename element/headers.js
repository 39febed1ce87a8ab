/** The headers of a request to the proxy: those of the page, and the CSRF token of its framework. */

const cookieValue = (name) => {
  const start = `${name}=`;
  const pair = document.cookie.split('; ').find((pair) => pair.startsWith(start));
  const value = pair?.slice(start.length);
  try {
    return value && decodeURIComponent(value);
  } catch {
    // Some frameworks do not encode their cookies.
    return value;
  }
};

/**
 * The headers, or nothing if one is refused: a request without it is not the one that the page wants.
 * `settings` is an element, or an object with its properties; its `headers` are what `fetch` takes: an
 * object, pairs, or `Headers`. `refuse(setting, reason)` is called with the header's name, never with its
 * value, which may be a secret.
 *
 * @param {import('./diagnose.js').Target} settings
 * @param {(setting: string, reason: string) => void} refuse
 */
export const headersOf = ({ headers, csrfHeader, csrfMeta, csrfCookie }, refuse) => {
  const sent = new Headers();
  let complete = true;
  const no = (setting, reason) => {
    complete = false;
    refuse(setting, reason);
  };
  const add = (name, value) => {
    try {
      sent.set(name, value);
    } catch {
      // The browser's own message quotes the value.
      no('headers', `"${name}" has a character that no header may have`);
    }
  };
  const given = /** @type {any} */ (headers ?? {});
  try {
    for (const [name, value] of given[Symbol.iterator] ? given : Object.entries(given)) add(name, value);
  } catch {
    no('headers', 'give an object, pairs, or Headers');
  }
  if (csrfHeader) {
    const token = csrfMeta
      ? /** @type {HTMLMetaElement} */ (document.querySelector(`meta[name=${JSON.stringify(csrfMeta)}]`))
          ?.content
      : cookieValue(csrfCookie);
    if (token) add(csrfHeader, token);
    else {
      refuse(
        'csrf-header',
        "no token found; name the page's <meta> in csrf-meta, or its cookie in csrf-cookie",
      );
    }
  }
  return complete ? sent : undefined;
};
