/** The element in Svelte 5's markup: `import type {} from 'paddle-magic-links/svelte'`. */
import type { HTMLAttributes } from 'svelte/elements';
import type {
  PaddleMagicLinks,
  PaddleMagicLinksAttributes,
  PaddleMagicLinksEventMap,
} from './paddle-magic-links.js';

type Handlers = {
  [Type in keyof PaddleMagicLinksEventMap as `on${Type}`]?: (event: PaddleMagicLinksEventMap[Type]) => void;
};

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'paddle-magic-links': HTMLAttributes<PaddleMagicLinks> & PaddleMagicLinksAttributes & Handlers;
  }
}

// biome-ignore lint/complexity/noUselessEmptyExport: TypeScript would export every declaration in this file
export {};
