/** The seller's language. */

/** The tag of the nearest `lang`, such as `es-PE`. Firefox 153's `:lang()` ignores a shadow host's. */
export const tagOf = (node) => {
  for (; node; node = node.getRootNode().host) {
    const found = node.closest('[lang]');
    if (found) return found.lang;
  }
  return '';
};

/** Whether it is English, which is built in. `en-XA` is a pseudo-locale. */
export const isEnglish = (tag) => /^(en\b(?!-xa)|$)/i.test(tag);
