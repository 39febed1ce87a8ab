// A proxy in Node, as short as one can be. BROKEN names one thing that it does wrong.
import { createServer } from 'node:http';

const { PORT, BROKEN, ...variables } = process.env;
const sellers = { A: 'A', B: 'B' };

function respond(response, status, body, headers = {}) {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...headers,
  });
  response.end(text);
}

const statuses = {
  invalid_request: 400,
  session_expired: 401,
  csrf_rejected: 403,
  upstream_auth: 424,
  upstream_rejected: 424,
};
const refuse = (response, code, headers) =>
  respond(response, statuses[code] ?? 503, { error: { code } }, headers);

async function read(request) {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > 1024) return undefined;
  }
  try {
    const { environment, redirect, ...more } = JSON.parse(text);
    const redirects = [undefined, 'overview', 'payout_settings', 'retain_settings', 'onboarding'];
    const known = ['sandbox', 'live'].includes(environment) && redirects.includes(redirect);
    return known && Object.keys(more).length === 0 ? environment : undefined;
  } catch {
    return undefined;
  }
}

function isOwn({ headers }) {
  const site = headers['sec-fetch-site'];
  const own = site ? site === 'same-origin' : !headers.origin || headers.origin === `http://${headers.host}`;
  const type = (headers['content-type'] ?? '').split(';')[0].trim().toLowerCase();
  return own && headers['x-paddle-magic-links'] === '1' && type === 'application/json';
}

const pausedUntil = { sandbox: 0, live: 0 };

function codeFor(status, hasError) {
  if ((status === 401 || status === 403) && hasError) return 'upstream_auth';
  if (status === 429) return 'upstream_busy';
  if (status >= 500) return 'upstream_unavailable';
  return status >= 400 ? 'upstream_rejected' : 'upstream_invalid';
}

async function authorize(response, seller, environment) {
  const wait = Math.ceil((pausedUntil[environment] - Date.now()) / 1000);
  if (wait > 0) return refuse(response, 'upstream_busy', { 'retry-after': wait });
  const name = environment.toUpperCase();
  const key = variables[`SELLER_${seller}_${name}_KEY`];
  let paddles;
  let text;
  try {
    paddles = await fetch(`${variables[`PADDLE_${name}_API`]}/magic-sessions/authorize`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'paddle-version': '1' },
      redirect: 'manual',
      signal: AbortSignal.timeout(2000),
    });
    text = '';
    const decoder = new TextDecoder();
    for await (const chunk of paddles.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length > 16384) return refuse(response, 'upstream_invalid');
    }
  } catch {
    return refuse(response, 'upstream_unavailable');
  }
  let body;
  try {
    body = JSON.parse(text);
  } catch {}
  const code = body?.data?.code;
  if ([200, 201].includes(paddles.status) && typeof code === 'string' && /^[!-~]{1,512}$/.test(code)) {
    const { expires_at } = body.data;
    const { request_id } = body.meta ?? {};
    return respond(response, 201, { data: { code, environment, expires_at }, meta: { request_id } });
  }
  const word = codeFor(paddles.status, typeof body?.error?.code === 'string');
  if (BROKEN === 'status' && word === 'upstream_auth')
    return respond(response, 403, { error: { code: word } });
  if (word !== 'upstream_busy') return refuse(response, word);
  const asked = paddles.headers.get('retry-after');
  const pause = Math.min(Math.max(/^\d+$/.test(asked) ? Number(asked) : 60, 1), 300);
  pausedUntil[environment] = Date.now() + pause * 1000;
  return refuse(response, word, { 'retry-after': pause });
}

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url, 'http://127.0.0.1');
  if (pathname !== '/paddle') return respond(response, 404, { error: { code: 'invalid_request' } });
  if (request.method !== 'POST')
    return respond(response, 405, { error: { code: 'invalid_request' } }, { allow: 'POST' });
  if (BROKEN !== 'csrf' && !isOwn(request)) return refuse(response, 'csrf_rejected');
  const environment = await read(request);
  if (!environment) return refuse(response, 'invalid_request');
  const seller = sellers[/(?:^|; )sid=([^;]*)/.exec(request.headers.cookie)?.[1]];
  if (!seller) return refuse(response, 'session_expired');
  if (BROKEN === 'log') console.log(`key ${variables.SELLER_A_LIVE_KEY}`);
  return authorize(response, seller, environment);
});
server.headersTimeout = 10_000;
server.requestTimeout = 10_000;
server.listen(PORT, '127.0.0.1');
