import { MagicLinks } from 'paddle-magic-links/react';
import { session } from '../lib/session.js';
import { dashboards, isSeller } from '../lib/settings.js';

export default async function Payments() {
  const { seller } = await session();
  if (!isSeller(seller)) return <SignIn />;
  return (
    <main>
      <h1>Payments of seller {seller.toUpperCase()}</h1>
      <MagicLinks endpoint="/api/paddle/magic-sessions" signIn="/" {...dashboards()} />
      <form method="post" action="/sign-out">
        <button type="submit">Sign out</button>
      </form>
    </main>
  );
}

function SignIn() {
  return (
    <form method="post" action="/sign-in">
      <h1>Sign in</h1>
      <button type="submit" name="seller" value="a">
        As seller A
      </button>
      <button type="submit" name="seller" value="b">
        As seller B
      </button>
    </form>
  );
}
