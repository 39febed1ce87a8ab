/** The stylesheet, one for all elements. */
import atRest from './at-rest.css';

let shared;

/** What the element looks like at first. */
export const sheet = () => {
  if (!shared) {
    shared = new CSSStyleSheet();
    // jsdom 26 has none, and shows nothing anyway.
    shared.replaceSync?.(atRest);
  }
  return shared;
};

/** Adds what the component brings along: what it looks like in use. */
export const addStyles = (inUse) => sheet().replaceSync(atRest + inUse);
