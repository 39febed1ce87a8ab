'use client'; // Handlers are functions, which a page of the server can't pass on.

import { MagicLinks } from 'paddle-magic-links/react';
import { useState } from 'react';

const redirects = [
  { redirect: 'onboarding', primary: true, badge: '2 documents missing' },
  'payout_settings',
];

export default function Payments() {
  const [last, setLast] = useState('nothing yet');
  return (
    <main>
      <h1>Payments</h1>
      <MagicLinks
        endpoint="/api/paddle/magic-sessions"
        redirects={redirects}
        onStart={(event) => setLast(event.detail.redirect)}
      />
      <p>Last: {last}</p>
    </main>
  );
}
