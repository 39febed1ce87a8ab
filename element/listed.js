/**
 * What an attribute lists, by its words: words with spaces or commas between them, or JSON, in which an
 * object says more of the word that it has as its `redirect`.
 */
export const listed = (text) => {
  let entries;
  try {
    entries = [JSON.parse(text)].flat();
  } catch {
    entries = text.match(/[^\s,]+/g) ?? [];
  }
  return Object.fromEntries(entries.filter(Boolean).map((entry) => [entry.redirect ?? entry, entry]));
};
