import type { Finding } from './diagnose.js';
import type { Strings } from './strings.js';

/** One of Paddle's two worlds. */
export type Environment = 'sandbox' | 'live';

/** What a page may call it: Paddle's SDKs say `production`, which is read as `live`. */
export type EnvironmentName = Environment | 'production';

/** A page of the Paddle dashboard. */
export type RedirectTarget = 'overview' | 'payout_settings' | 'retain_settings' | 'onboarding';

/** A page that is offered, and what the platform says of it. */
export interface Redirect {
  redirect: RedirectTarget;
  /** Stands out, as what the seller should do next. */
  primary?: boolean;
  /** A line of its own below the label. */
  hint?: string;
  /** Some words beside the label, such as what is missing there. */
  badge?: string;
  /** Can't be chosen; a text is why, in the place of the hint. */
  disabled?: boolean | string;
}

/** Where a click leads. */
export interface Jump {
  environment: Environment;
  redirect: RedirectTarget;
}

/** A word of the wire contract, or one of the element's own. */
export type ErrorCode =
  | 'invalid_request'
  | 'session_expired'
  | 'csrf_rejected'
  | 'not_allowed'
  | 'step_up_required'
  | 'environment_not_configured'
  | 'rate_limited'
  | 'site_unavailable'
  | 'upstream_auth'
  | 'upstream_rejected'
  | 'upstream_invalid'
  | 'upstream_unavailable'
  | 'upstream_busy'
  | 'unreachable'
  | 'offline'
  | 'timed_out'
  | 'invalid_response'
  | 'environment_mismatch'
  | 'navigation_failed'
  | 'tab_blocked'
  | 'framed'
  | 'load_failed';

/** What went wrong. The seller has been told already, in words. */
export interface JumpError extends Partial<Jump> {
  code: ErrorCode;
  /** Whether the seller can get on by choosing again, perhaps after a wait or a new sign-in. */
  recoverable: boolean;
  /** Paddle's id of the failed request, for support. */
  requestId?: string;
  /** When to try again, in seconds. */
  retryAfter?: number;
}

/** Brings the code of a new magic session: `{code}`, or Paddle's own envelope around it. */
export type FetchSession = (
  jump: Jump & { signal: AbortSignal },
) => Promise<{ code: string; expires_at?: string } | { data: { code: string; expires_at?: string } }>;

/** Its events. All bubble and are composed; none carries the code. */
export interface PaddleMagicLinksEventMap {
  /** A click, before the code is asked for. */
  'pml-start': CustomEvent<Jump>;
  /** The code is there; `preventDefault()` keeps the window here and throws the code away. */
  'pml-navigate': CustomEvent<Jump>;
  /** A click failed, or the component could not be loaded. */
  'pml-error': CustomEvent<JumpError>;
  /** The seller is back from Paddle: on this page, which the browser had kept, or from the new tab. */
  'pml-return': CustomEvent<Record<string, never>>;
  /** The seller chose an environment. */
  'pml-environment-change': CustomEvent<{ environment: Environment }>;
}

/** What a page can give it, each as an attribute and as a property. */
export interface PaddleMagicLinksSettings {
  /** URL of the platform's proxy, on the page's own origin or an allowed one. */
  endpoint: string | null;
  /** Seconds that the code may take, 1 to 600; 15 unless set. */
  timeout: string | number | null;
  /** Whether cookies go to the proxy: `same-origin` unless set. */
  credentials: RequestCredentials | null;
  /** Name of the header in which the proxy wants its CSRF token. */
  csrfHeader: string | null;
  /** Name of the `<meta>` that has the token. */
  csrfMeta: string | null;
  /** Name of the cookie that has the token. */
  csrfCookie: string | null;
  /** The environments to choose from: words, or a list, which reads as its JSON. */
  environments: string | readonly EnvironmentName[] | null;
  /** The current environment. The attribute is the one chosen at first. */
  environment: EnvironmentName | null;
  /**
   * The pages to offer, in this order: words, or a list, which reads as its JSON. The attribute takes
   * that, too: `[{"redirect":"onboarding","badge":"2"},"overview"]`.
   */
  redirects: string | readonly (RedirectTarget | Redirect)[] | null;
  /** Whether the dashboard opens in the page's own tab, which is the default, or in a new one. */
  target: '_self' | '_blank' | null;
  /** What becomes in the sandbox of the pages that are of use in live only; `hint` unless set. */
  liveOnly: 'hint' | 'disable' | 'hide' | null;
  /** Its colours: those of the page around it unless set; `auto` for those of the seller's system. */
  theme: 'light' | 'dark' | 'auto' | null;
  /** Takes less room, for a sidebar. */
  compact: boolean;
  /** Takes no clicks. */
  disabled: boolean;
  /**
   * The platform's sign-in, for a seller who has to sign in again: an address of the page's own
   * origin, such as `/login?next={return}`, in which the page's address takes the place of `{return}`.
   */
  signIn: string | null;
}

/** What only a script can give it. */
export interface PaddleMagicLinksMeans {
  /** The page's own way to a code, in place of `endpoint`. */
  fetchSession: FetchSession | undefined;
  /** Further headers for the proxy, as `fetch` takes them. */
  headers: HeadersInit | undefined;
  /** Origin of the live dashboard, for a stand-in. The attribute names loopback only. */
  dashboardLive: string | undefined;
  /** Origin of the sandbox dashboard, for a stand-in. The attribute names loopback only. */
  dashboardSandbox: string | undefined;
  /** Other words in the place of an English text, such as `{ 'Payout settings': 'Payouts' }`. */
  strings: Strings | undefined;
}

type KebabCase<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `-${Lowercase<First>}`}${KebabCase<Rest>}`
  : Name;

/** Its attributes and properties in a template: attributes by either name. */
export type PaddleMagicLinksAttributes = Partial<PaddleMagicLinksSettings & PaddleMagicLinksMeans> & {
  [Name in keyof PaddleMagicLinksSettings as KebabCase<Name>]?: PaddleMagicLinksSettings[Name];
} & { 'dashboard-live'?: string; 'dashboard-sandbox'?: string };

/** Takes a platform's sellers from its payments page into the Paddle dashboard. */
export declare class PaddleMagicLinks extends HTMLElement {
  static readonly observedAttributes: readonly string[];
  /** Origins other than the page's own that an `endpoint` may be on. */
  static allowedOrigins: readonly string[];

  /** Defines the element, once; under another name too. */
  static define(tag?: string, registry?: CustomElementRegistry): CustomElementConstructor | undefined;

  get environments(): string | null;
  set environments(environments: PaddleMagicLinksSettings['environments']);
  get environment(): Environment;
  set environment(environment: PaddleMagicLinksSettings['environment']);
  get redirects(): string | null;
  set redirects(redirects: PaddleMagicLinksSettings['redirects']);
  get timeout(): string | null;
  set timeout(seconds: PaddleMagicLinksSettings['timeout']);

  /** Does what a click on the page's button does. */
  open(redirect: RedirectTarget): void;
  /** Calls off what is under way. */
  abort(): void;
  /** For the page's developer: prints what keeps it from working, with what to change. */
  diagnose(): Promise<Finding[]>;

  addEventListener<K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (this: PaddleMagicLinks, event: HTMLElementEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (this: PaddleMagicLinks, event: HTMLElementEventMap[K]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | EventListenerOptions,
  ): void;
}

/** What reads as it was set. */
type AsSet = Omit<PaddleMagicLinksSettings, 'environments' | 'environment' | 'redirects' | 'timeout'>;

export interface PaddleMagicLinks extends AsSet, PaddleMagicLinksMeans {}

declare global {
  interface HTMLElementTagNameMap {
    'paddle-magic-links': PaddleMagicLinks;
  }
  // As they bubble and are composed, they are heard on whatever is around the element.
  interface GlobalEventHandlersEventMap extends PaddleMagicLinksEventMap {}
  interface ShadowRootEventMap extends PaddleMagicLinksEventMap {}
}
