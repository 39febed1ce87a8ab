/** @jsxImportSource solid-js */
import type {} from 'paddle-magic-links/solid';

export const payments = (
  <paddle-magic-links
    class="links"
    endpoint="/api/paddle/magic-sessions"
    csrf-header="x-csrf-token"
    environment="production"
    redirects={['overview', { redirect: 'onboarding', badge: '2' }]}
    headers={{ 'x-tenant': '7' }}
    on:pml-start={(event) => event.detail.redirect satisfies string}
  />
);

// @ts-expect-error: there are two environments.
export const unknown = <paddle-magic-links environment="staging" />;
// @ts-expect-error: not a page of the dashboard.
export const wrong = <paddle-magic-links on:pml-start={(event) => event.detail.redirect === 'payouts'} />;
