/** The same as `inlined.js` in another file, for a second try: see `chunk.js`. */
export { inUse, mount, start, wasm } from './inlined.js';
