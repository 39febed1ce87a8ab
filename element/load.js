/** Loads the component, once for all elements. */
import { integrity } from './made.js';
import { addStyles } from './styles.js';

let loading;
let query = '';

/** Milliseconds after which the seller is told that it did not load. */
const LIMIT = 30_000;

/** After a failure, the next call tries again. */
export const load = () => (loading ??= Promise.race([start(), late()]).catch((error) => {
  loading = undefined;
  query = `${query || '?'}1`;
  throw error;
}));

const late = () => new Promise((_, fail) => setTimeout(fail, LIMIT, 'timeout'));

const start = async () => {
  // By their URLs, which bundlers leave alone but for the files' names. As texts, as some bundlers make
  // something that only looks like a URL.
  const wasm = new URL('./component_bg.wasm', import.meta.url) + query;
  // A second try needs other ones: what was wrong may be in the browser's cache, and Firefox 153
  // remembers that an import failed. https://github.com/whatwg/html/issues/6768
  // Where an import map pins the glue, it pins this one URL: under another, anything would run.
  const pinned = [...document.scripts].some(({ text }) => /"integrity"/.test(text));
  const glue = new URL('./component.js', import.meta.url) + (pinned ? '' : query);
  // Fetched here and not by the glue, as only `fetch` verifies a wasm's integrity.
  // It goes first: where there is none, it throws, and no import is left whose failure nobody sees.
  const [response, component] = await Promise.all([fetch(wasm, { integrity }), import(glue)]);
  addStyles(component.inUse);
  await component.start(response);
  return component;
};
