/**
 * Whether a browser sent this from another origin. All browsers in which the widget works send `Origin` or
 * `Sec-Fetch-Site` with a POST: https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 */
export function isForeign(request, origin) {
  const from = request.get('origin');
  const site = request.get('sec-fetch-site');
  return (from !== undefined && from !== origin) || (site !== undefined && site !== 'same-origin');
}
