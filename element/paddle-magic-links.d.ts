import type { Finding } from './diagnose.js';
import type { Strings } from './strings.js';

/** Paddle's sandbox, or live. */
export type Environment = 'sandbox' | 'live';

/** What a page may write: Paddle's SDKs say `production`, which means `live`. */
export type EnvironmentName = Environment | 'production';

/** A page of the Paddle dashboard. */
export type RedirectTarget = 'overview' | 'payout_settings' | 'retain_settings' | 'onboarding';

/** A redirect target to offer, with what the page adds to its button. */
export interface Redirect {
  redirect: RedirectTarget;
  /** Makes the button stand out, as the seller's next step. */
  primary?: boolean;
  /** Replaces the line below the label. */
  hint?: string;
  /** Adds some words beside the label, such as what is missing there. */
  badge?: string;
  /** Disables the button; a text is the reason, shown in place of the hint. */
  disabled?: boolean | string;
}

/** Where a click leads. */
export interface Jump {
  environment: Environment;
  redirect: RedirectTarget;
}

/** An error code of the wire contract, or one of the element's own. */
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

/** Why a jump failed. The seller reads a message already. */
export interface JumpError extends Partial<Jump> {
  code: ErrorCode;
  /** Whether a retry can help, perhaps after a wait or a new sign-in. */
  recoverable: boolean;
  /** Paddle's id of the failed request, for support. */
  requestId?: string;
  /** When to retry, in seconds. */
  retryAfter?: number;
}

/** Returns the code of a new magic session: `{code}`, or Paddle's own envelope around it. */
export type FetchSession = (
  jump: Jump & { signal: AbortSignal },
) => Promise<{ code: string; expires_at?: string } | { data: { code: string; expires_at?: string } }>;

/** Its events. All bubble and are composed; none carries the code. */
export interface PaddleMagicLinksEventMap {
  /** On a click, before the code is requested. */
  'pml-start': CustomEvent<Jump>;
  /** The code has arrived; `preventDefault()` prevents the navigation and discards the code. */
  'pml-navigate': CustomEvent<Jump>;
  /** A jump failed, or the component could not be loaded. */
  'pml-error': CustomEvent<JumpError>;
  /** The seller is back from Paddle: on this page, restored from the back/forward cache, or from the new tab. */
  'pml-return': CustomEvent<Record<string, never>>;
  /** The seller chose another environment. */
  'pml-environment-change': CustomEvent<{ environment: Environment }>;
}

/** Its settings, each an attribute and a property. */
export interface PaddleMagicLinksSettings {
  /** The URL of the platform's proxy, on the page's own origin or an allowed one. */
  endpoint: string | null;
  /** The time limit of a request in seconds, 1 to 600; 15 by default. */
  timeout: string | number | null;
  /** Whether the request sends cookies; `same-origin` by default. */
  credentials: RequestCredentials | null;
  /** The name of the request header for the CSRF token. */
  csrfHeader: string | null;
  /** The name of the `<meta>` that has the token. */
  csrfMeta: string | null;
  /** The name of the cookie that has the token. */
  csrfCookie: string | null;
  /** The environments to choose from: words, or a list, which reads back as JSON. */
  environments: string | readonly EnvironmentName[] | null;
  /** The selected environment. The attribute is the one selected at first. */
  environment: EnvironmentName | null;
  /**
   * The redirect targets to offer, in this order: words, or a list, which reads back as JSON. The attribute
   * takes JSON, too: `[{"redirect":"onboarding","badge":"2"},"overview"]`.
   */
  redirects: string | readonly (RedirectTarget | Redirect)[] | null;
  /** Whether the dashboard opens in this tab, which is the default, or in a new one. */
  target: '_self' | '_blank' | null;
  /** How live-only targets appear while the sandbox is selected; `hint` by default. */
  liveOnly: 'hint' | 'disable' | 'hide' | null;
  /** The colour scheme: the page's own by default; `auto` for the seller's system setting. */
  theme: 'light' | 'dark' | 'auto' | null;
  /** Uses less space, for a sidebar. */
  compact: boolean;
  /** Disables all controls. */
  disabled: boolean;
  /**
   * The URL of the platform's sign-in, shown to a seller who has to sign in again. It must be on the page's
   * own origin, such as `/login?next={return}`; `{return}` becomes the page's URL.
   */
  signIn: string | null;
}

/** Settings that only a script can set. */
export interface PaddleMagicLinksMeans {
  /** An async function that returns the code, in place of `endpoint`. */
  fetchSession: FetchSession | undefined;
  /** More request headers, as `fetch` takes them. */
  headers: HeadersInit | undefined;
  /** The origin of a stand-in's live dashboard. The attribute may name loopback only. */
  dashboardLive: string | undefined;
  /** The origin of a stand-in's sandbox dashboard. The attribute may name loopback only. */
  dashboardSandbox: string | undefined;
  /** Your own texts by the English ones, such as `{ 'Payout settings': 'Payouts' }`. */
  strings: Strings | undefined;
}

type KebabCase<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `-${Lowercase<First>}`}${KebabCase<Rest>}`
  : Name;

/** Its attributes and properties in a template, where attributes have either name. */
export type PaddleMagicLinksAttributes = Partial<PaddleMagicLinksSettings & PaddleMagicLinksMeans> & {
  [Name in keyof PaddleMagicLinksSettings as KebabCase<Name>]?: PaddleMagicLinksSettings[Name];
} & { 'dashboard-live'?: string; 'dashboard-sandbox'?: string };

/** Takes a platform's sellers from its payments page into the Paddle dashboard. */
export declare class PaddleMagicLinks extends HTMLElement {
  static readonly observedAttributes: readonly string[];
  /** Origins of an `endpoint` that are allowed besides the page's own. */
  static allowedOrigins: readonly string[];

  /** Defines the element, unless the tag is defined already. */
  static define(tag?: string, registry?: CustomElementRegistry): CustomElementConstructor | undefined;

  get environments(): string | null;
  set environments(environments: PaddleMagicLinksSettings['environments']);
  get environment(): Environment;
  set environment(environment: PaddleMagicLinksSettings['environment']);
  get redirects(): string | null;
  set redirects(redirects: PaddleMagicLinksSettings['redirects']);
  get timeout(): string | null;
  set timeout(seconds: PaddleMagicLinksSettings['timeout']);

  /** Does what a click on that button does. */
  open(redirect: RedirectTarget): void;
  /** Cancels the pending jump. */
  abort(): void;
  /** For the page's developer: prints what keeps the widget from working, and how to fix it. */
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

/** Properties that read as they were set. */
type AsSet = Omit<PaddleMagicLinksSettings, 'environments' | 'environment' | 'redirects' | 'timeout'>;

export interface PaddleMagicLinks extends AsSet, PaddleMagicLinksMeans {}

declare global {
  interface HTMLElementTagNameMap {
    'paddle-magic-links': PaddleMagicLinks;
  }
  // They bubble and are composed, so anything around the element can listen.
  interface GlobalEventHandlersEventMap extends PaddleMagicLinksEventMap {}
  interface ShadowRootEventMap extends PaddleMagicLinksEventMap {}
}

// biome-ignore lint/complexity/noUselessEmptyExport: TypeScript would export every declaration in this file
export {};
