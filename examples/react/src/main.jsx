import { MagicLinks } from 'paddle-magic-links/react';
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';

function Payments({ dashboards }) {
  const [last, setLast] = useState('nothing yet');
  return (
    <main>
      <h1>Payments</h1>
      <MagicLinks
        endpoint="/api/paddle/magic-sessions"
        dashboardLive={dashboards.live}
        dashboardSandbox={dashboards.sandbox}
        redirects={['payout_settings', { redirect: 'onboarding', badge: '2 documents missing' }]}
        onStart={(event) => setLast(event.detail.redirect)}
        onError={(event) => setLast(event.detail.code)}
      />
      <p id="last">Last: {last}</p>
    </main>
  );
}

// The demo's backend says where its stand-in for Paddle is; a real page leaves this out.
const { stand_in: dashboards } = await (await fetch('/api/demo')).json();

createRoot(document.getElementById('app')).render(
  <StrictMode>
    <Payments dashboards={dashboards} />
  </StrictMode>,
);
