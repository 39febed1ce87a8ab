/** The element in Vue's templates and JSX: `import type {} from 'paddle-magic-links/vue'`. */
import type { HTMLAttributes, ReservedProps } from 'vue';
import type { PaddleMagicLinksAttributes, PaddleMagicLinksEventMap } from './paddle-magic-links.js';

type PascalCase<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${Capitalize<First>}${PascalCase<Rest>}`
  : Capitalize<Name>;

/** `@pml-start` in a template is `onPmlStart` to the compiler. */
type Handlers = {
  [Type in keyof PaddleMagicLinksEventMap as `on${PascalCase<Type>}`]?: (
    event: PaddleMagicLinksEventMap[Type],
  ) => void;
};

type Props = HTMLAttributes & ReservedProps & PaddleMagicLinksAttributes & Handlers;

declare module 'vue' {
  interface GlobalComponents {
    'paddle-magic-links': new () => { $props: Props };
  }
}

declare module 'vue/jsx-runtime' {
  namespace JSX {
    interface IntrinsicElements {
      'paddle-magic-links': Props;
    }
  }
}

// biome-ignore lint/complexity/noUselessEmptyExport: TypeScript would export every declaration in this file
export {};
