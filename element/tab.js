/** Opens a new tab, in the click itself, because popup blockers block it later. */

/**
 * The tab; `null` where the browser refuses one, and nothing where that is no new window: apps that
 * show one page only, as Android's WebView does by default, return the page's own.
 * https://developer.android.com/reference/android/webkit/WebSettings#setSupportMultipleWindows(boolean)
 */
export const openTab = () => {
  // The name is no secret: whoever can use it could open a tab as well.
  const tab = open('', `pml${Math.random()}`);
  return tab === window || tab === top ? undefined : tab;
};
