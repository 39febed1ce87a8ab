import { isForeign } from '../../lib/same-origin.js';
import { session } from '../../lib/session.js';
import { isSeller, origin } from '../../lib/settings.js';

export async function POST(request) {
  const seller = (await request.formData()).get('seller');
  if (isForeign(request, origin()) || !isSeller(seller)) return new Response(null, { status: 403 });
  const current = await session();
  current.seller = seller;
  await current.save();
  return new Response(null, { status: 303, headers: { location: '/' } });
}
