/** What the environment says. It is read at run time, not when Next builds. */

import { randomBytes } from 'node:crypto';

const read = (name, otherwise) => process.env[name]?.trim() || otherwise;

/** Ends the server if a variable is missing. The default secret is one for all of the server's parts. */
export function check() {
  for (const name of ['SELLER_A_LIVE_KEY', 'SELLER_B_LIVE_KEY']) {
    if (read(name)) continue;
    console.error(`error: ${name} is missing`);
    process.exit(1);
  }
  process.env.SESSION_SECRET ||= randomBytes(32).toString('hex');
}

export const isSeller = (seller) => seller === 'a' || seller === 'b';
export const keyOf = (seller, environment) =>
  read(`SELLER_${seller.toUpperCase()}_${environment.toUpperCase()}_KEY`);
export const secret = () => read('SESSION_SECRET');
/** What browsers see. It differs from where this listens if a reverse proxy is in front. */
export const origin = () => read('ORIGIN', `http://127.0.0.1:${read('PORT', '3000')}`);
export const clicksPerMinute = () => Number(read('CLICKS_PER_MINUTE', '10'));
export const apiOf = (environment) =>
  environment === 'live'
    ? read('PADDLE_LIVE_API', 'https://api.paddle.com')
    : read('PADDLE_SANDBOX_API', 'https://sandbox-api.paddle.com');

/** A stand-in's, at the same origins as its APIs. */
export const dashboards = () => ({
  dashboardLive: read('PADDLE_LIVE_API'),
  dashboardSandbox: read('PADDLE_SANDBOX_API'),
});
