/** The languages other than English. Only pages in one of them load it. */
import { languages } from './generated/languages.js';

/** The translations for a language tag: those of `es` for `es-PE`, none for `fi`. */
export const dictionary = async (/** @type {string} */ tag) => {
  // Readers of Traditional Chinese must not get Simplified.
  if (/^zh-(hant|tw|hk|mo)\b/i.test(tag)) return undefined;
  const speaks = (language) => `${tag}-`.toLowerCase().startsWith(`${language}-`.toLowerCase());
  const language = /** @type {string} */ (Object.keys(languages).find(speaks));
  try {
    return (await languages[language]?.())?.default;
  } catch (error) {
    console.error(`paddle-magic-links can't load its words in "${language}", so they are English.`, error);
  }
};
