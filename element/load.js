/** Loads the component, once for all elements. */
import { integrity } from './made.js';
import { addStyles } from './styles.js';

let loading;
let failures = 0;

/** After a failure, the next call tries again. */
export const load = () => (loading ??= start().catch((error) => {
  loading = undefined;
  failures += 1;
  throw error;
}));

const start = async () => {
  // Fetched here and not by the glue, as only `fetch` verifies a wasm's integrity. What was wrong
  // may be in the browser's cache, so a second try goes around it.
  const wasm = fetch(new URL('./component_bg.wasm', import.meta.url), {
    integrity,
    cache: failures ? 'reload' : 'default',
  });
  // By its URL, which bundlers leave alone but for the file's name: Firefox 153 remembers that an
  // import failed, so a second try needs another one. https://github.com/whatwg/html/issues/6768
  const url = new URL('./component.js', import.meta.url);
  url.search = failures || '';
  const [glue, response] = await Promise.all([import(url), wasm]);
  addStyles(glue.inUse);
  await glue.start(response);
  return glue;
};
