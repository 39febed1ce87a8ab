import type { PaddleMagicLinksMeans, PaddleMagicLinksSettings } from './paddle-magic-links.js';

/** Something that keeps the widget from working, and what to change. */
export interface Finding {
  problem: string;
  fix: string;
}

/** What a request to the proxy depends on: an element, or the same of a Leptos page. */
export type Target = Partial<
  Pick<PaddleMagicLinksSettings, 'endpoint' | 'credentials' | 'csrfHeader' | 'csrfMeta' | 'csrfCookie'> &
    Pick<PaddleMagicLinksMeans, 'headers' | 'fetchSession'>
>;

/**
 * Looks at the page, at the proxy, and at an element's own files; prints each finding, and returns them
 * all. It mints nothing. `refused` are the settings that the widget has complained of on the console.
 * With `load`, which loads an element's component, it also looks at the element's own files.
 */
export declare function diagnose(
  target: Target,
  refused?: readonly string[],
  load?: () => Promise<unknown>,
): Promise<Finding[]>;
