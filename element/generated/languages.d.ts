import type { Strings } from './strings.js';

/** Loads a language, by its tag. */
export declare const languages: Record<string, () => Promise<{ default: Strings }>>;
