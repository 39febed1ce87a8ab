/** Loads the component from files beside this script, for pages that serve the package as it is. */
import { integrity } from './generated/integrity.js';

export const files = (query) => {
  // A second try needs other URLs: the browser may have cached the wrong file, and Firefox 153 remembers
  // a failed import. https://github.com/whatwg/html/issues/6768
  // Bundlers recognise these URLs. As texts, because some bundlers return what only looks like a URL.
  const wasm = new URL('./component.wasm', import.meta.url) + query;
  // An import map with integrity pins this URL only; under another, any script would run.
  const pinned = /"integrity"/.test(document.documentElement.textContent);
  const module = new URL('./component.js', import.meta.url) + (pinned ? '' : query);
  // The wasm first: without `fetch` this throws, and leaves no import whose failure nobody handles.
  // Fetched here, because only `fetch` verifies the integrity of a wasm.
  return Promise.all([
    fetch(wasm, { integrity }),
    import(/* webpackIgnore: true */ /* @vite-ignore */ module),
  ]);
};
