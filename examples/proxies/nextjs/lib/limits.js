/** How often a seller clicks, and how long Paddle wants to be left alone. */

import { Refusal } from './refusal.js';
import { clicksPerMinute } from './settings.js';

const MINUTE = 60_000;
const clicks = new Map();
const busyUntil = new Map();

const secondsUntil = (time) => Math.ceil((time - Date.now()) / 1000);

export function admit(seller, environment) {
  const recent = (clicks.get(seller) ?? []).filter((time) => time > Date.now() - MINUTE);
  if (recent.length >= clicksPerMinute()) {
    throw new Refusal('rate_limited', { retryAfter: secondsUntil(recent[0] + MINUTE) });
  }
  clicks.set(seller, [...recent, Date.now()]);
  const pause = secondsUntil(busyUntil.get(environment) ?? 0);
  if (pause > 0) throw new Refusal('upstream_busy', { retryAfter: pause });
}

export const pause = (environment, seconds) => busyUntil.set(environment, Date.now() + seconds * 1000);
