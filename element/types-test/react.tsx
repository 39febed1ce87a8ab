/** @jsxImportSource react */

import type { PaddleMagicLinks } from 'paddle-magic-links';
import { MagicLinks, type MagicLinksProps } from 'paddle-magic-links/react';
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

const props: MagicLinksProps = { endpoint: '/api/paddle/magic-sessions', timeout: 20, lang: undefined };

export const component = (
  <MagicLinks
    {...props}
    key="links"
    ref={element}
    id="links"
    className="links"
    style={{ margin: 0 }}
    lang="de"
    compact
    environments={['production']}
    redirects={[{ redirect: 'onboarding', badge: '2' }, 'overview']}
    strings={{ 'Payout settings': 'Payouts' }}
    headers={{ 'x-tenant': '7' }}
    fetchSession={async ({ redirect }) => ({ code: redirect })}
    onStart={(event) => event.detail.redirect satisfies string}
    onNavigate={(event) => event.preventDefault()}
    onError={(event) => event.detail.retryAfter?.toFixed()}
    onReturn={() => element.current?.abort()}
    onEnvironmentChange={(event) => event.detail.environment satisfies string}
    onClick={(event) => event.clientX}
  >
    <a href="/help">Open Paddle by hand</a>
  </MagicLinks>
);

// @ts-expect-error: there are two environments.
export const staging = <MagicLinks environment="staging" />;
// @ts-expect-error: no such event.
export const begin = <MagicLinks onBegin={() => {}} />;
// @ts-expect-error: there are two environments.
export const unknown = <paddle-magic-links environment="staging" />;
// @ts-expect-error: not a page of the dashboard.
export const wrong = <paddle-magic-links onpml-start={(event) => event.detail.redirect === 'payouts'} />;
