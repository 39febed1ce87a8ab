/**
 * The element in React: a component for 18 and 19, and the tag in JSX,
 * `import type {} from 'paddle-magic-links/react'`.
 */
import type { DetailedHTMLProps, ForwardRefExoticComponent, HTMLAttributes, RefAttributes } from 'react';
import type {
  PaddleMagicLinks,
  PaddleMagicLinksAttributes,
  PaddleMagicLinksEventMap,
  PaddleMagicLinksMeans,
  PaddleMagicLinksSettings,
} from './paddle-magic-links.js';

type PascalCase<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${Capitalize<First>}${PascalCase<Rest>}`
  : Capitalize<Name>;

/** `onStart` for `pml-start`, and so on. */
type ComponentHandlers = {
  [Type in keyof PaddleMagicLinksEventMap as Type extends `pml-${infer Name}`
    ? `on${PascalCase<Name>}`
    : never]?: ((event: PaddleMagicLinksEventMap[Type]) => void) | undefined;
};

type OwnProps = {
  [Name in keyof (PaddleMagicLinksSettings & PaddleMagicLinksMeans)]?:
    | (PaddleMagicLinksSettings & PaddleMagicLinksMeans)[Name]
    | undefined;
} & ComponentHandlers;

/** The element's properties and events, and those of all HTML elements. */
export type MagicLinksProps = OwnProps & Omit<HTMLAttributes<PaddleMagicLinks>, keyof OwnProps>;

/**
 * The element as a component, which a server can also render. Each prop is a name in camel case.
 * `environment` is the one selected at first; a change selects another one.
 */
export declare const MagicLinks: ForwardRefExoticComponent<MagicLinksProps & RefAttributes<PaddleMagicLinks>>;

/** Events of the bare tag. React 18 knows none of them, and React 19 loses them when it hydrates. */
type TagHandlers = {
  [Type in keyof PaddleMagicLinksEventMap as `on${Type}`]?: (event: PaddleMagicLinksEventMap[Type]) => void;
};

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'paddle-magic-links': DetailedHTMLProps<HTMLAttributes<PaddleMagicLinks>, PaddleMagicLinks> &
        PaddleMagicLinksAttributes &
        TagHandlers;
    }
  }
}

// biome-ignore lint/complexity/noUselessEmptyExport: TypeScript would export every declaration in this file
export {};
