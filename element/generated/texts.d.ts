/** English texts of the placeholder. */
export declare const newTab: string;
export declare const loadFailed: string;
export declare const timedOut: string;
export declare const tryAgain: string;
