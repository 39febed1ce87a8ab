/** The session, in an encrypted cookie. It can't be revoked before it ends; a platform with a store can. */

import { getIronSession } from 'iron-session';
import { cookies } from 'next/headers';
import { origin, secret } from './settings.js';

export const session = async () =>
  getIronSession(await cookies(), {
    cookieName: 'session',
    password: secret(),
    ttl: 8 * 3600,
    cookieOptions: { sameSite: 'lax', secure: origin().startsWith('https:') },
  });
