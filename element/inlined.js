/**
 * The component with its wasm in it. Every bundler takes a module along, and few of them a file beside
 * it. Compressed before it is text, it is a tenth larger than the file, and not a third.
 */
import text from './generated/component.wasm.zlib';

export { inUse, mount, start } from './component.js';

export const wasm = () => {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const { body } = /** @type {{ body: ReadableStream }} */ (new Response(bytes));
  return new Response(body.pipeThrough(new DecompressionStream('deflate')));
};
