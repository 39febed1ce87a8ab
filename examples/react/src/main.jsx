import 'paddle-magic-links';
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';

function Payments({ dashboards }) {
  const [last, setLast] = useState('nothing yet');
  return (
    <main>
      <h1>Payments</h1>
      <paddle-magic-links
        endpoint="/api/paddle/magic-sessions"
        dashboard-live={dashboards.live}
        dashboard-sandbox={dashboards.sandbox}
        redirects={['payout_settings', 'onboarding']}
        onpml-start={(event) => setLast(event.detail.redirect)}
        onpml-error={(event) => setLast(event.detail.code)}
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
