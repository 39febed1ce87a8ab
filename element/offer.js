/** What the page offers: environments and redirects, by the attributes of the element. */
import { environments, redirects } from './generated/markup.js';

/**
 * What an attribute lists: words separated by spaces or commas, or JSON, in which an object has more to
 * say about the word that is its `redirect`. An object by word; all that there is, without the attribute.
 */
const listed = (text, all) => {
  if (text === null) return all;
  let entries;
  try {
    entries = [JSON.parse(text)].flat();
  } catch {
    entries = text.match(/[^\s,]+/g) ?? [];
  }
  return Object.fromEntries(entries.filter(Boolean).map((entry) => [entry.redirect ?? entry, entry]));
};

/** The text that is given, if it is more than a mere `true`. */
const textOf = (value) => (value && value !== true ? `${value}` : undefined);

/** Their names. Unknown ones are among them. */
export const environmentsOf = (element) => Object.keys(listed(element.environments, environments));

/**
 * What each button shows. Unknown targets are among them.
 *
 * @returns {import('./generated/wasm.js').OfferedRedirect[]}
 */
export const redirectsOf = (element) =>
  Object.entries(listed(element.redirects, redirects)).map(
    ([target, { primary, disabled, hint, badge }]) => ({
      target,
      primary: Boolean(primary),
      disabled: Boolean(disabled),
      // The reason why it is disabled comes first.
      hint: textOf(disabled) ?? textOf(hint),
      badge: textOf(badge),
    }),
  );
