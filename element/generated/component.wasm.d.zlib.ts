/** The wasm, compressed by zlib, in base64. */
declare const text: string;
export default text;
