/** The words of an attribute that lists some, each once. Paddle's SDKs call live `production`. */
export const listed = (text) =>
  [...new Set(text?.match(/[^\s,]+/g)?.map((word) => word === 'production' ? 'live' : word))];
