/** The component in one module that a bundler takes along, for pages that are built. */

// Another module for a second try: browsers that import chunks themselves may remember that one failed,
// as Firefox 153 does. https://github.com/whatwg/html/issues/6768
export const chunk = async (query) => {
  const component = await (query ? import('./again.js') : import('./inlined.js'));
  return [component.wasm(), component];
};
