/** The words of an attribute that lists some. */
export const listed = (text) => text?.split(/[\s,]+/).filter(Boolean) ?? [];
