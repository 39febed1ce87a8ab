/** Answers the widget's request with a one-time code, for the seller who is signed in. */

import { randomUUID } from 'node:crypto';
import { admit, pause } from '../../../../lib/limits.js';
import { authorize } from '../../../../lib/paddle.js';
import { Refusal } from '../../../../lib/refusal.js';
import { isForeign } from '../../../../lib/same-origin.js';
import { session } from '../../../../lib/session.js';
import { apiOf, isSeller, keyOf, origin } from '../../../../lib/settings.js';

const ENVIRONMENTS = ['sandbox', 'live'];
const REDIRECTS = ['overview', 'payout_settings', 'retain_settings', 'onboarding'];

/** The environment of a request that has the contract's fields and no other. */
async function read(request) {
  const chunks = [];
  for await (const chunk of request.body ?? []) {
    chunks.push(chunk);
    if (Buffer.concat(chunks).length > 4096) throw new Refusal('invalid_request', { status: 413 });
  }
  try {
    const click = JSON.parse(Buffer.concat(chunks).toString());
    const { environment, redirect = 'overview', ...others } = click;
    const known = ENVIRONMENTS.includes(environment) && REDIRECTS.includes(redirect);
    if (known && Object.keys(others).length === 0) return environment;
  } catch {}
  throw new Refusal('invalid_request');
}

async function magicSession(request) {
  const [type] = (request.headers.get('content-type') ?? '').toLowerCase().split(';');
  const isWidget = request.headers.get('x-paddle-magic-links') === '1' && type.trim() === 'application/json';
  if (isForeign(request, origin()) || !isWidget) throw new Refusal('csrf_rejected');
  const { seller } = await session();
  if (!isSeller(seller)) throw new Refusal('session_expired');
  const environment = await read(request);
  const key = keyOf(seller, environment);
  if (!key) throw new Refusal('environment_not_configured');
  admit(seller, environment);
  const data = await authorize(apiOf(environment), key).catch((refusal) => {
    if (refusal.retryAfter) pause(environment, refusal.retryAfter);
    throw refusal;
  });
  return { environment, ...data };
}

function refuse(error) {
  const { code, status, retryAfter } = error instanceof Refusal ? error : new Refusal('site_unavailable');
  const meta = { request_id: randomUUID() };
  console.warn(`${meta.request_id}: ${code}`);
  const headers = { 'cache-control': 'no-store' };
  if (status === 405) headers.allow = 'POST';
  if (retryAfter) headers['retry-after'] = String(retryAfter);
  return Response.json({ error: { code }, meta }, { status, headers });
}

export async function POST(request) {
  try {
    const data = await magicSession(request);
    const headers = { 'cache-control': 'no-store' };
    return Response.json({ data, meta: { request_id: randomUUID() } }, { status: 201, headers });
  } catch (error) {
    return refuse(error);
  }
}

const notAPost = async () => refuse(new Refusal('invalid_request', { status: 405 }));

export {
  notAPost as DELETE,
  notAPost as GET,
  notAPost as HEAD,
  notAPost as OPTIONS,
  notAPost as PATCH,
  notAPost as PUT,
};
