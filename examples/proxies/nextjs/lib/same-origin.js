/**
 * Whether a browser sent this from another origin. All browsers in which the widget works send `Origin` or
 * `Sec-Fetch-Site` with a POST: https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 */
export function isForeign({ headers }, origin) {
  const from = headers.get('origin');
  const site = headers.get('sec-fetch-site');
  return (from !== null && from !== origin) || (site !== null && site !== 'same-origin');
}
