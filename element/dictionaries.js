/** The languages other than English. Loaded by pages that say that they are in one. */
import { languages } from './generated/languages.js';

/** What stands in the place of an English text: by `es` for `es-PE`; nothing for `fi`. */
export const dictionary = async (/** @type {string} */ tag) => {
  // Readers of Traditional Chinese are not to get Simplified.
  if (/^zh-(hant|tw|hk|mo)\b/i.test(tag)) return undefined;
  const speaks = (language) => `${tag}-`.toLowerCase().startsWith(`${language}-`.toLowerCase());
  const language = /** @type {string} */ (Object.keys(languages).find(speaks));
  try {
    return (await languages[language]?.())?.default;
  } catch (error) {
    console.error(`paddle-magic-links can't load its words in "${language}", so they are English.`, error);
  }
};
