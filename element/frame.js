/** What the sandboxes of the frames around the page forbid. `src/frame.rs` is the same for Leptos pages. */

// Not `allow-top-navigation-by-user-activation`: once the code has arrived, WebKit 2.50 no longer counts the
// click as an activation, nor do the other engines after a few seconds.
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
    // The page around is of another origin, so it can't be inspected.
  }
  return undefined;
};
