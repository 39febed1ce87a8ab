/** The words of an attribute that lists some, each once. */
export const listed = (text) => [...new Set(text?.match(/[^\s,]+/g))];
