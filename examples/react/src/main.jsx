import { MagicLinks } from 'paddle-magic-links/react';
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';

const redirects = ['payout_settings', { redirect: 'onboarding', badge: '2 documents missing' }];

function Payments() {
  const [last, setLast] = useState('nothing yet');
  return (
    <main>
      <h1>Payments</h1>
      <MagicLinks
        endpoint="/api/paddle/magic-sessions"
        redirects={redirects}
        onStart={(event) => setLast(event.detail.redirect)}
        onError={(event) => setLast(event.detail.code)}
      />
      <p id="last">Last: {last}</p>
    </main>
  );
}

createRoot(document.getElementById('app')).render(
  <StrictMode>
    <Payments />
  </StrictMode>,
);
