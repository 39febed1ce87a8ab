/** Loads the component from one module that bundlers emit, for pages that are built. */

// Another module for a second try: a browser may remember that an import failed, as Firefox 153 does. https://github.com/whatwg/html/issues/6768
export const chunk = async (query) => {
  const component = await (query ? import('./again.js') : import('./inlined.js'));
  return [component.wasm(), component];
};
