/** What the environment says. */

import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const { env } = process;

function fail(message) {
  console.error(`error: ${message}`);
  process.exit(1);
}

const required = (name) => env[name]?.trim() || fail(`${name} is missing`);
const optional = (name, otherwise) => env[name]?.trim() || otherwise;

const keys = (seller) => ({
  sandbox: optional(`SELLER_${seller}_SANDBOX_KEY`),
  live: required(`SELLER_${seller}_LIVE_KEY`),
});

export const port = Number(optional('PORT', '3000'));
/** What browsers see. It differs from where this listens if a reverse proxy is in front. */
export const origin = optional('ORIGIN', `http://127.0.0.1:${port}`);
export const sellers = { a: keys('A'), b: keys('B') };
export const clicksPerMinute = Number(optional('CLICKS_PER_MINUTE', '10'));
export const secret = optional('SESSION_SECRET', randomBytes(32).toString('hex'));
export const apis = {
  sandbox: optional('PADDLE_SANDBOX_API', 'https://sandbox-api.paddle.com'),
  live: optional('PADDLE_LIVE_API', 'https://api.paddle.com'),
};

/** A stand-in has its dashboards at the same origins. */
export const dashboards = ['sandbox', 'live']
  .filter((environment) => env[`PADDLE_${environment.toUpperCase()}_API`])
  .map((environment) => `dashboard-${environment}="${new URL(apis[environment]).origin}"`)
  .join(' ');

/** A directory with a page to serve in place of the one here. */
export const pages = optional('PAGES');

export const widget = optional('WIDGET', fileURLToPath(new URL('../../../dist/element', import.meta.url)));
if (!existsSync(`${widget}/index.js`)) {
  fail(`WIDGET names ${widget}, where no index.js is: run cargo xtask dist`);
}
