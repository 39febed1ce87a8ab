/** @jsxImportSource react */
import type {} from 'paddle-magic-links/react';
import type { PaddleMagicLinks } from 'paddle-magic-links';
import { createRef } from 'react';

const element = createRef<PaddleMagicLinks>();

export const payments = (
  <paddle-magic-links
    ref={element}
    className="links"
    endpoint="/api/paddle/magic-sessions"
    csrf-header="x-csrf-token"
    csrfMeta="csrf-token"
    environments={['live']}
    redirects="overview onboarding"
    headers={{ 'x-tenant': '7' }}
    fetchSession={async ({ redirect }) => ({ code: redirect })}
    onpml-start={(event) => event.detail.redirect satisfies string}
    onpml-error={(event) => element.current?.open(event.detail.recoverable ? 'overview' : 'onboarding')}
  >
    <a href="/help">Open Paddle by hand</a>
  </paddle-magic-links>
);

// @ts-expect-error: there are two environments.
export const unknown = <paddle-magic-links environment="staging" />;
// @ts-expect-error: not a page of the dashboard.
export const wrong = <paddle-magic-links onpml-start={(event) => event.detail.redirect === 'payouts'} />;
