import { isForeign } from '../../lib/same-origin.js';
import { session } from '../../lib/session.js';
import { origin } from '../../lib/settings.js';

export async function POST(request) {
  if (isForeign(request, origin())) return new Response(null, { status: 403 });
  (await session()).destroy();
  return new Response(null, { status: 303, headers: { location: '/' } });
}
