/**
 * The component with its wasm in it. Every bundler emits a module, but few emit a file beside it. The wasm is
 * compressed before it becomes text, so it is a tenth larger than the file, not a third.
 */
import text from './generated/component.wasm.zlib';

export { inUse, mount, start } from './component.js';

export const wasm = () => {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const { body } = /** @type {{ body: ReadableStream }} */ (new Response(bytes));
  return new Response(body.pipeThrough(new DecompressionStream('deflate')));
};
