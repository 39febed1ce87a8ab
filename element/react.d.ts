/** The element in the JSX of React 19: `import type {} from 'paddle-magic-links/react'`. */
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type {
  PaddleMagicLinks,
  PaddleMagicLinksAttributes,
  PaddleMagicLinksEventMap,
} from './paddle-magic-links.js';

type Handlers = {
  [Type in keyof PaddleMagicLinksEventMap as `on${Type}`]?: (
    event: PaddleMagicLinksEventMap[Type],
  ) => void;
};

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'paddle-magic-links': DetailedHTMLProps<HTMLAttributes<PaddleMagicLinks>, PaddleMagicLinks> &
        PaddleMagicLinksAttributes &
        Handlers;
    }
  }
}
