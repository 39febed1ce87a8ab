/** A text, or an element: its tag, its attributes and its children. */
export type Description =
  | string
  | [tag: string, attributes: Record<string, string>, ...children: Description[]];

export declare const root: Description;
/** The part of each environment. */
export declare const environments: Record<string, Description>;
/** The part of each redirect target. */
export declare const redirects: Record<string, Description>;
