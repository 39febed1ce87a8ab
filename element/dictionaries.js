/** The languages other than English. Loaded by pages that say that they are in one. */
import { languages } from './languages.js';

/** What stands in the place of an English text: by `es` for `es-PE`; nothing for `fi`. */
export const dictionary = async (tag) => {
  const speaks = (language) => `${tag}-`.toLowerCase().startsWith(`${language}-`.toLowerCase());
  const language = Object.keys(languages).find(speaks);
  try {
    return (await languages[language]?.())?.default;
  } catch (error) {
    console.error(`paddle-magic-links can't load its words in "${language}", so they are English.`, error);
  }
};
