import { useState } from 'react';
import { createRoot } from 'react-dom/client';

const pages = {
  overview: 'Overview',
  payout_settings: 'Payout settings',
  retain_settings: 'Retain',
  onboarding: 'Onboarding',
};

function MagicLinks() {
  const [environment, setEnvironment] = useState('live');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState('');

  const open = async (redirect) => {
    setBusy(true);
    setError('');
    try {
      const response = await fetch('/api/paddle/magic-sessions', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ environment, redirect }),
      });
      const {
        data: { code },
      } = await response.json();
      const { dashboard } = document.documentElement.dataset;
      location.assign(
        `${dashboard}/magic-sessions/login?code=${encodeURIComponent(code)}&redirect=${redirect}`,
      );
    } catch {
      setError('Paddle could not be opened.');
    }
    setBusy(false);
  };

  const choice = (value, label) => (
    <label>
      <input
        type="radio"
        name="environment"
        checked={environment === value}
        onChange={() => setEnvironment(value)}
      />
      {label}
    </label>
  );

  return (
    <>
      {choice('sandbox', 'Sandbox')}
      {choice('live', 'Live')}
      {Object.entries(pages).map(([redirect, label]) => (
        <button key={redirect} type="button" disabled={busy} onClick={() => open(redirect)}>
          {label}
        </button>
      ))}
      <p role="alert">{error}</p>
    </>
  );
}

createRoot(document.getElementById('main')).render(<MagicLinks />);
