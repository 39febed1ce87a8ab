import Link from 'next/link';
import { MagicLinks } from 'paddle-magic-links/react';

export default function Overview() {
  return (
    <main>
      <h1>Your stall at Harbour Market</h1>
      <MagicLinks endpoint="/api/paddle/magic-sessions" environments="live" redirects="onboarding overview" />
      <Link href="/payments">All about your payments</Link>
    </main>
  );
}
