/** Asks Paddle for a code. */

import { Refusal } from './refusal.js';

/** Paddle's response as status, headers and JSON. The request follows no redirect and is not sent again. */
async function ask(api, key) {
  const response = await fetch(`${api}/magic-sessions/authorize`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'paddle-version': '1' },
    cache: 'no-store',
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
export async function authorize(api, key) {
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
