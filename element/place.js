/** The place in an element's shadow root where the placeholder and the component are shown. */
import { find, keyOf } from './placeholder.js';
import { sheet } from './styles.js';

/** Makes it: a fieldset, which disables all controls in it. */
export const makePlace = (element) => {
  // First, because it throws in Safari 16.3, and the content of the tag must stay visible then.
  const sheets = [sheet()];
  const root = element.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = sheets;
  const place = document.createElement('fieldset');
  place.setAttribute('role', 'presentation');
  place.className = 'pml-place';
  // Holding Enter down repeats the click, but it is one activation.
  place.onkeydown = (event) => {
    if (event.repeat && event.key === 'Enter') event.preventDefault();
  };
  // A form around the element may observe what is entered in it; the choice is not part of that.
  place.oninput = (event) => event.stopPropagation();
  root.append(place);
  return place;
};

/** Replaces its content. The focus stays on the same control, or moves to the first button. */
export const fillPlace = (place, fill) => {
  const focused = place.parentNode.activeElement;
  // Chromium 156 keeps removed radio buttons alive by their name.
  for (const radio of place.querySelectorAll('[name]')) radio.removeAttribute('name');
  place.replaceChildren();
  fill();
  if (focused) (find(place, keyOf(focused)) ?? place.querySelector('button'))?.focus();
};
