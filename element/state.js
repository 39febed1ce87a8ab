/** Sets the element's only custom state, for `:state()`. */
export const showState = (states, state) => {
  try {
    states.clear();
    if (state) states.add(state);
  } catch {
    // Chromium before 125 accepts only names with two dashes.
  }
};
