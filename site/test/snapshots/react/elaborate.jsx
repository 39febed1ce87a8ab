import { MagicLinks } from 'paddle-magic-links/react';
import './themes.css';

const redirects = [
  { redirect: 'onboarding', primary: true, badge: '2 documents missing', hint: 'It\'s due' },
  { redirect: 'payout_settings', disabled: 'Only the owner' },
  'overview',
];
const strings = { 'Payout settings': 'Your "money"' };
const headers = { 'x-tenant': '7' };

export const Payments = () => (
  <MagicLinks
    endpoint="/api/paddle/magic-sessions"
    environments="live sandbox"
    environment="sandbox"
    liveOnly="disable"
    theme="dark"
    compact
    target="_blank"
    disabled
    signIn="/login?a=1&amp;next={return}"
    timeout="20"
    csrfHeader="x-csrf-token"
    csrfMeta="csrf-token"
    credentials="include"
    dashboardLive="http://127.0.0.1:4011"
    lang="ar"
    dir="rtl"
    className="theme-violet"
    redirects={redirects}
    strings={strings}
    headers={headers}
    style={{ '--pml-accent': '#0b57d0', '--pml-on-accent': '#ffffff', '--pml-radius': '0' }}
  />
);
