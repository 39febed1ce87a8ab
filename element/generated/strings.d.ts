/** Translations by English text. The published declaration names each text. */
export type Strings = Partial<Record<string, string>>;
