/** Loads the component, once for all elements. */
import { addStyles } from './styles.js';

let loading;
let query = '';
let parts;

/** Milliseconds after which the seller is told that it did not load. */
const LIMIT = 30_000;

/**
 * Says where the component comes from: `source(query)` answers with a response that has its wasm, and
 * with its module. The query is another at each try, as the next must not get what this one got.
 */
export const comesFrom = (source) => (parts = source);

/** After a failure, the next call tries again. */
export const load = () => (loading ??= Promise.race([start(), late()]).catch((error) => {
  loading = undefined;
  query = `${query || '?'}1`;
  throw error;
}));

const late = () => new Promise((_, fail) => setTimeout(fail, LIMIT, 'timeout'));

const start = async () => {
  const [response, component] = await parts(query);
  addStyles(component.inUse);
  await component.start(response);
  return component;
};
