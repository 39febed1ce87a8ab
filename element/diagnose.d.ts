import type { PaddleMagicLinksMeans, PaddleMagicLinksSettings } from './paddle-magic-links.js';

/** Something that keeps the widget from working, and what to change. */
export interface Finding {
  problem: string;
  fix: string;
}

/** Looks at the page and at the proxy, prints each finding, and returns them all. It mints nothing. */
export declare function diagnose(
  target: Partial<Pick<PaddleMagicLinksSettings, 'endpoint'> & PaddleMagicLinksMeans>,
): Promise<Finding[]>;
