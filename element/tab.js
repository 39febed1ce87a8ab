/** A new tab, opened in the click itself, as popup blockers refuse it later. */

/**
 * The tab; `null` where the browser refuses one, and nothing where that is no new window: apps that
 * show one page only, as Android's WebView does by default, answer with the page's own.
 * https://developer.android.com/reference/android/webkit/WebSettings#setSupportMultipleWindows(boolean)
 */
export const openTab = () => {
  // In its name there is no secret: whoever can use it, could open a tab as well.
  const tab = open('', `pml${Math.random()}`);
  return tab === window || tab === top ? undefined : tab;
};
