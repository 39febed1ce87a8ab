/** The stylesheet, one for all elements. */
import atRest from './generated/at-rest.css';

let shared;

/** What the element looks like at first. */
export const sheet = () => {
  if (!shared) {
    shared = new CSSStyleSheet();
    addStyles('');
  }
  return shared;
};

/** Adds what the component brings along: what it looks like in use. */
// jsdom 26 has no such method, and shows nothing anyway.
export const addStyles = (inUse) => shared.replaceSync?.(atRest + inUse);
