/** The seller's language: which one it is, and its words. */
import { languages } from './made.js';

/** What each language has in the place of an English text, once it is loaded. */
export const dictionaries = { en: {} };

/** The tree that a node is in, and that of each host around it: `closest` ends there. */
export const trees = (node) => {
  const found = [];
  for (; node; node = found.at(-1).host) found.push(node.getRootNode());
  return found;
};

/** The language of the nearest `lang`: `es` for `es-PE`. Firefox 153's `:lang()` sees no host's. */
export const spoken = (node) => {
  const around = [node, ...trees(node).map((tree) => tree.host)];
  const tag = around.map((found) => found?.closest('[lang]')).find(Boolean)?.lang ?? '';
  const speaks = (language) => `${tag}-`.toLowerCase().startsWith(`${language}-`.toLowerCase());
  return Object.keys(languages).find(speaks) ?? 'en';
};

/** Loads a language's words; where that fails, they stay English. */
export const learn = async (language) => {
  try {
    dictionaries[language] = (await languages[language]()).default;
  } catch (error) {
    console.error(`paddle-magic-links can't load its words in "${language}", so they are English.`, error);
    dictionaries[language] = {};
  }
};
