/** The policy of every page, with a nonce for the scripts that Next writes into it. Next takes it from the request. */

import { randomBytes } from 'node:crypto';
import { NextResponse } from 'next/server';

export function proxy(request) {
  const nonce = randomBytes(16).toString('base64');
  const policy =
    `default-src 'none'; script-src 'self' 'nonce-${nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; ` +
    "connect-src 'self'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
  const headers = new Headers(request.headers);
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  response.headers.set('cache-control', 'no-store');
  return response;
}

export const config = { matcher: '/' };
