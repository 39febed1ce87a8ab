/** The hash of the wasm, as `fetch` takes it. */
export declare const integrity: string;
