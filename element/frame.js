/** The frames around the page, and what their sandboxes forbid. `src/frame.rs` is the same for Leptos pages. */

// Not `allow-top-navigation-by-user-activation`: when the code is there, WebKit 2.50 takes the click for
// over at once, and the other engines do after a few seconds.
const SAME_TAB = ['allow-top-navigation'];
const NEW_TAB = ['allow-popups', 'allow-popups-to-escape-sandbox'];

/**
 * A flag that is missing where Paddle is to open. What a frame may not do, no frame within it may.
 * https://html.spec.whatwg.org/#determining-the-creation-sandboxing-flags
 */
export const missingFlag = (newTab) => {
  if (window.origin === 'null') return 'allow-same-origin';
  const flags = newTab ? NEW_TAB : SAME_TAB;
  try {
    for (let /** @type {Window} */ inner = window; inner.frameElement; inner = inner.parent) {
      const frameElement = /** @type {HTMLIFrameElement} */ (inner.frameElement);
      if (!frameElement.hasAttribute('sandbox')) continue;
      const missing = flags.find((flag) => !frameElement.sandbox.contains(flag));
      if (missing) return missing;
    }
  } catch {
    // A page of another origin is around, and what is around it can't be looked at.
  }
  return undefined;
};
