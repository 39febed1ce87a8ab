/** Answers the widget's request with a one-time code, for the seller who is signed in. */

import { randomUUID } from 'node:crypto';
import express from 'express';
import { isForeign } from './same-origin.js';

const ENVIRONMENTS = ['sandbox', 'live'];
const REDIRECTS = ['overview', 'payout_settings', 'retain_settings', 'onboarding'];
const STATUS = {
  ...{ invalid_request: 400, session_expired: 401, csrf_rejected: 403, environment_not_configured: 409 },
  ...{ upstream_auth: 424, upstream_rejected: 424, rate_limited: 429 },
};

class Refusal extends Error {
  constructor(code, { status = STATUS[code] ?? 503, retryAfter } = {}) {
    super(code);
    Object.assign(this, { code, status, retryAfter });
  }
}

/** The environment of a request that has the contract's fields and no other. */
function read(body) {
  try {
    const { environment, redirect = 'overview', ...others } = JSON.parse(body.toString());
    const known = ENVIRONMENTS.includes(environment) && REDIRECTS.includes(redirect);
    if (known && Object.keys(others).length === 0) return environment;
  } catch {}
  throw new Refusal('invalid_request');
}

/** Paddle's response as status, headers and JSON. The request follows no redirect and is not sent again. */
async function ask(api, key) {
  const response = await fetch(`${api}/magic-sessions/authorize`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'paddle-version': '1' },
    redirect: 'manual',
    signal: AbortSignal.timeout(8000),
  });
  const chunks = [];
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    if (Buffer.concat(chunks).length > 16 * 1024) throw new Refusal('upstream_invalid');
  }
  let json = null;
  try {
    json = JSON.parse(Buffer.concat(chunks).toString());
  } catch {}
  return { status: response.status, wait: response.headers.get('retry-after') ?? '', json };
}

/** What the browser gets of Paddle's response: the code and its end, or a refusal without Paddle's words. */
async function authorize(api, key) {
  const { status, wait, json } = await ask(api, key).catch((error) => {
    throw error instanceof Refusal ? error : new Refusal('upstream_unavailable');
  });
  if (status === 200 || status === 201) {
    const { code, expires_at } = json?.data ?? {};
    if (typeof code !== 'string' || !/^[!-~]{1,512}$/.test(code)) throw new Refusal('upstream_invalid');
    return { code, expires_at: /^[\dTZ:.+-]{20,35}$/.test(expires_at) ? expires_at : undefined };
  }
  // A 403 without an error code is a firewall's in front of Paddle. Then the key may be good.
  if ([401, 403].includes(status) && json?.error?.code) throw new Refusal('upstream_auth');
  const seconds = /^\d+$/.test(wait) ? Math.min(Math.max(Number(wait), 1), 300) : 60;
  if (status === 429) throw new Refusal('upstream_busy', { retryAfter: seconds });
  if (status >= 500) throw new Refusal('upstream_unavailable');
  throw new Refusal(status >= 400 ? 'upstream_rejected' : 'upstream_invalid');
}

/** `sellers` has each seller's keys by environment, `apis` Paddle's origins. */
export function proxy({ origin, apis, sellers, clicksPerMinute }) {
  const clicks = {};
  const busyUntil = { sandbox: 0, live: 0 };
  const until = (time) => Math.ceil((time - Date.now()) / 1000);

  const admit = (seller, environment) => {
    const recent = (clicks[seller] ?? []).filter((time) => time > Date.now() - 60_000);
    const retryAfter = until(recent[0] + 60_000);
    if (recent.length >= clicksPerMinute) throw new Refusal('rate_limited', { retryAfter });
    clicks[seller] = [...recent, Date.now()];
    const pause = until(busyUntil[environment]);
    if (pause > 0) throw new Refusal('upstream_busy', { retryAfter: pause });
  };

  const check = (request, response, next) => {
    response.locals.id = randomUUID();
    response.set({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    if (request.method !== 'POST') throw new Refusal('invalid_request', { status: 405 });
    // Not by `request.is`, which says no to a request without a body.
    const isJson = /^application\/json\s*(;|$)/i.test(request.get('content-type') ?? '');
    const isWidget = request.get('x-paddle-magic-links') === '1' && isJson;
    if (isForeign(request, origin) || !isWidget) throw new Refusal('csrf_rejected');
    if (!request.session.seller) throw new Refusal('session_expired');
    next();
  };

  const answer = async (request, response) => {
    const environment = read(request.body);
    const { seller } = request.session;
    const key = sellers[seller][environment];
    if (!key) throw new Refusal('environment_not_configured');
    admit(seller, environment);
    const session = await authorize(apis[environment], key).catch((refusal) => {
      if (refusal.retryAfter) busyUntil[environment] = Date.now() + refusal.retryAfter * 1000;
      throw refusal;
    });
    response
      .status(201)
      .json({ data: { environment, ...session }, meta: { request_id: response.locals.id } });
  };

  const refuse = (error, request, response, _next) => {
    // The parser of the body has errors of its own, such as 413. Any other is a bug here.
    const known = error.status < 500 ? ['invalid_request', error] : ['site_unavailable'];
    const { code, status, retryAfter } = error instanceof Refusal ? error : new Refusal(...known);
    if (status === 405) response.set('allow', 'POST');
    if (retryAfter) response.set('retry-after', String(retryAfter));
    const { id } = response.locals;
    console.warn(`${id} seller ${request.session?.seller}: ${code}`);
    response.status(status).json({ error: { code }, meta: { request_id: id } });
  };

  const body = express.raw({ type: 'application/json', limit: 4096 });
  return express.Router().use(check, body, answer, refuse);
}
