/** Why there is no code. No word in it is Paddle's. */

const STATUS = {
  ...{ invalid_request: 400, session_expired: 401, csrf_rejected: 403, environment_not_configured: 409 },
  ...{ upstream_auth: 424, upstream_rejected: 424, rate_limited: 429 },
};

export class Refusal extends Error {
  constructor(code, { status = STATUS[code] ?? 503, retryAfter } = {}) {
    super(code);
    Object.assign(this, { code, status, retryAfter });
  }
}
