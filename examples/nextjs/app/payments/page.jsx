'use client';

import 'paddle-magic-links';
import { useEffect, useRef, useState } from 'react';

export default function Payments() {
  const links = useRef(null);
  const [last, setLast] = useState('nothing yet');

  // React leaves objects and listeners of a custom element out of the page that it renders on the server, and
  // out of hydration: https://github.com/facebook/react/issues/35446
  useEffect(() => {
    const element = links.current;
    const tell = (event) => setLast(event.detail.redirect);
    element.redirects = [
      { redirect: 'onboarding', primary: true, badge: '2 documents missing' },
      'payout_settings',
    ];
    element.addEventListener('pml-start', tell);
    return () => element.removeEventListener('pml-start', tell);
  }, []);

  return (
    <main>
      <h1>Payments</h1>
      <paddle-magic-links ref={links} endpoint="/api/paddle/magic-sessions" />
      <p>Last: {last}</p>
    </main>
  );
}
