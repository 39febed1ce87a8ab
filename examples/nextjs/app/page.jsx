import Link from 'next/link';
import PaddleLinks from './paddle-links';

export default function Overview() {
  return (
    <main>
      <h1>Your stall at Harbour Market</h1>
      <PaddleLinks environments="live" redirects="onboarding overview" />
      <Link href="/payments">All about your payments</Link>
    </main>
  );
}
