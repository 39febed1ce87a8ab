import type { PaddleMagicLinksMeans, PaddleMagicLinksSettings } from './paddle-magic-links.js';

/** A problem that keeps the widget from working, and how to fix it. */
export interface Finding {
  problem: string;
  fix: string;
}

/** What a request to the proxy depends on: an element, or the same settings of a Leptos page. */
export type Target = Partial<
  Pick<PaddleMagicLinksSettings, 'endpoint' | 'credentials' | 'csrfHeader' | 'csrfMeta' | 'csrfCookie'> &
    Pick<PaddleMagicLinksMeans, 'headers' | 'fetchSession'>
>;

/**
 * Checks the page and the proxy; prints each finding, and returns them all. It mints no code. `refused` are the
 * settings that the widget has reported on the console. With `load`, which loads an element's component, it also
 * checks the element's own files.
 */
export declare function diagnose(
  target: Target,
  refused?: readonly string[],
  load?: () => Promise<unknown>,
): Promise<Finding[]>;
