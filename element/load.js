/** Loads the component, once for all elements. */
import { addStyles } from './styles.js';

let loading;
let failures = 0;
let source;

/** Milliseconds after which the seller reads that it did not load. */
const LIMIT = 30_000;

/**
 * Sets where the component comes from: `from(query)` resolves to a response with its wasm, and to its
 * module. The query differs at each try, because the next must not get what a cache kept of this one.
 */
export const comesFrom = (from) => (source = from);

/**
 * After a failure, the next call tries again.
 *
 * @returns {Promise<typeof import('./component.js')>}
 */
export const load = () =>
  (loading ??= Promise.race([start(), late()]).catch((error) => {
    loading = undefined;
    failures += 1;
    throw error;
  }));

const late = () => new Promise((_, fail) => setTimeout(fail, LIMIT, 'timeout'));

const start = async () => {
  const [response, component] = await source(failures ? `?${failures}` : '');
  addStyles(component.inUse);
  await component.start(response);
  return component;
};
