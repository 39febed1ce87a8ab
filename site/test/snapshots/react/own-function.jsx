import { MagicLinks } from 'paddle-magic-links/react';

const fetchSession = async ({ environment, redirect, signal }) => {
  // Ask your own backend, in your own way.
  return { code: await yourRequest(environment, redirect, signal) };
};

export const Payments = () => (
  <MagicLinks
    redirects="onboarding overview"
    fetchSession={fetchSession}
  />
);
