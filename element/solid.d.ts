/** The element in Solid's JSX: `import type {} from 'paddle-magic-links/solid'`. */
import type { JSX } from 'solid-js';
import type {
  PaddleMagicLinks,
  PaddleMagicLinksAttributes,
  PaddleMagicLinksEventMap,
} from './paddle-magic-links.js';

type Handlers = {
  [Type in keyof PaddleMagicLinksEventMap as `on:${Type}`]?: (event: PaddleMagicLinksEventMap[Type]) => void;
};

declare module 'solid-js' {
  namespace JSX {
    interface IntrinsicElements {
      'paddle-magic-links': JSX.HTMLAttributes<PaddleMagicLinks> & PaddleMagicLinksAttributes & Handlers;
    }
  }
}

// biome-ignore lint/complexity/noUselessEmptyExport: TypeScript would export every declaration in this file
export {};
