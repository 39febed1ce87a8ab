import type { Environment, ErrorCode, RedirectTarget } from '../paddle-magic-links.js';

/** A redirect target with what the page adds to its button. */
export interface OfferedRedirect {
  target: string;
  primary: boolean;
  disabled: boolean;
  hint: string | undefined;
  badge: string | undefined;
}

/** What the component calls. `src/element/bridge.rs` says what each function does. */
export interface Bridge {
  attribute(name: string): string | null;
  translation(english: string): string;
  environment(index: number): string | undefined;
  redirect(index: number): OfferedRedirect | undefined;
  endpoint(): string | undefined;
  headers(): Headers | undefined;
  dashboard(attribute: 'dashboard-live' | 'dashboard-sandbox'): string | null | undefined;
  signIn(): string | null | undefined;
  /** An attribute's text, or the default. wasm-bindgen makes a number of both. */
  timeout(): string | number;
  hasFetchSession(): boolean;
  fetchSession(environment: Environment, redirect: RedirectTarget, signal: AbortSignal): Promise<unknown>;
  canOpen(newTab: boolean): boolean;
  openTab(text: string, lang: string): Window | null | undefined;
  start(environment: Environment, redirect: RedirectTarget): void;
  navigate(environment: Environment, redirect: RedirectTarget): boolean;
  error(
    environment: Environment,
    redirect: RedirectTarget,
    code: ErrorCode,
    recoverable: boolean,
    requestId?: string,
    retryAfter?: number,
  ): void;
  returned(): void;
  environmentChange(environment: Environment): void;
  state(pending: boolean, failed: boolean): void;
  invalid(name: string, reason: string): void;
}

/** The component of one element. `src/element.rs` says what each function does. */
export declare class Component {
  constructor(element: Bridge, environment?: string);
  show(place: HTMLElement): void;
  open(redirect: string): void;
  setEnvironment(live: boolean): boolean;
  abort(): void;
  check(): void;
  free(): void;
}

/** Starts the wasm. */
export declare function initSync(given: { module: WebAssembly.Module }): void;
