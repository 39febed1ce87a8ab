import { MagicLinks } from 'paddle-magic-links/react';
import { useState } from 'react';

const redirects = ['payout_settings', { redirect: 'onboarding', badge: '2 documents missing' }];

export function Payments() {
  const [last, setLast] = useState('nothing yet');
  return (
    <main>
      <h1>Payments</h1>
      <MagicLinks
        endpoint="/api/paddle/magic-sessions"
        signIn="/sign-in"
        redirects={redirects}
        onStart={(event) => setLast(event.detail.redirect)}
        onError={(event) => setLast(event.detail.code)}
        dashboardLive={import.meta.env.VITE_DASHBOARD_LIVE}
        dashboardSandbox={import.meta.env.VITE_DASHBOARD_SANDBOX}
      />
      <p id="last">Last: {last}</p>
    </main>
  );
}
