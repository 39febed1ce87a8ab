/**
 * The texts of one element: the page's own, else the translations for the nearest `lang`, else English.
 *
 * @import { Strings } from './generated/strings.js'
 */
import { isEnglish, tagOf } from './language.js';

/** Milliseconds to wait for a language before English is shown. */
const LIMIT = 3000;

export class Translations {
  /**
   * The page's own, by the English text.
   *
   * @type {Strings | undefined}
   */
  own;
  #element;
  #changed;
  /** @type {string | undefined} */
  #language;
  /**
   * The translations by English text, once they are known.
   *
   * @type {Strings | undefined}
   */
  #words;

  /** @param {Element} element */
  constructor(element, changed) {
    this.#element = element;
    this.#changed = changed;
  }

  // A text, because a page may give a number, which the wasm would read as an empty text.
  translate = (text) => `${this.own?.[text] ?? this.#words?.[text] ?? text}`;

  /** Whether they are known. */
  get known() {
    return this.#words;
  }

  /** Whether they are those of the nearest `lang`. */
  get current() {
    return this.#language === tagOf(this.#element);
  }

  /** Loads those of the nearest `lang`. With `keep`, the last ones stay until then. */
  follow(keep) {
    if (this.current) return;
    const language = tagOf(this.#element);
    this.#language = language;
    if (isEnglish(language)) this.#words = {};
    else this.#load(language, keep);
  }

  async #load(language, keep) {
    if (!keep) this.#words = undefined;
    const know = (words) => {
      if (this.#language !== language) return;
      this.#words = words;
      this.#changed();
    };
    // English, if the translations load slowly or not at all.
    const english = setTimeout(() => this.#words ?? know({}), LIMIT);
    const words = await import('./dictionaries.js')
      .then(({ dictionary }) => dictionary(language))
      .catch(console.error);
    clearTimeout(english);
    know(words ?? {});
  }
}
