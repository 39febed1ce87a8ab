/** The stylesheet, which all elements share. */
import atRest from './generated/at-rest.css';

let shared;

/** The styles that the element needs at first. */
export const sheet = () => {
  if (!shared) {
    shared = new CSSStyleSheet();
    addStyles('');
  }
  return shared;
};

/** Adds the styles that come with the component. */
// jsdom 26 lacks the method, and renders nothing anyway.
export const addStyles = (inUse) => shared.replaceSync?.(atRest + inUse);
