/** The component in files beside this script, for pages that serve the package as it is. */
import { integrity } from './made.js';

export const files = (query) => {
  // A second try needs other URLs: what was wrong may be in the browser's cache, and Firefox 153
  // remembers that an import failed. https://github.com/whatwg/html/issues/6768
  // By URLs that bundlers know, and as texts, as some of them make what only looks like a URL.
  const wasm = new URL('./component.wasm', import.meta.url) + query;
  // Where an import map pins the module, it pins this one URL: under another, anything would run.
  const pinned = /"integrity"/.test(document.documentElement.textContent);
  const module = new URL('./component.js', import.meta.url) + (pinned ? '' : query);
  // The wasm goes first: where there is no `fetch`, it throws, and no import is left whose failure
  // nobody sees. It is fetched here, as only `fetch` verifies a wasm's integrity.
  return Promise.all([fetch(wasm, { integrity }), import(module)]);
};
