// Compiled by `cargo xtask test`, never run: every type that the package declares, in use.
import {
  type FetchSession,
  type JumpError,
  PaddleMagicLinks,
  type Redirect,
  type RedirectTarget,
} from 'paddle-magic-links';
import { diagnose } from 'paddle-magic-links/diagnose';
import german from 'paddle-magic-links/languages/de';
import { PaddleMagicLinks as Pure } from 'paddle-magic-links/pure';

Pure.define('other-links', customElements);

const element: PaddleMagicLinks = document.createElement('paddle-magic-links');
element.endpoint = '/api/paddle/magic-sessions';
element.timeout = 20;
element.credentials = 'include';
element.csrfHeader = 'x-csrf-token';
element.csrfMeta = 'csrf-token';
element.csrfCookie = null;
element.dashboardLive = 'http://127.0.0.1:4010';
element.dashboardSandbox = undefined;
element.environments = ['sandbox', 'live'];
element.environments = ['production'];
element.environment = 'production';
element.environment = 'live';
element.environment satisfies 'sandbox' | 'live';
element.redirects = 'overview onboarding';
const read = element.redirects;
element.redirects = read;
const target: RedirectTarget = 'onboarding';
const redirect: Redirect = { redirect: target, badge: '2' };
element.redirects = [redirect, target];
// @ts-expect-error: what is said of a page is no page.
element.open(redirect);
element.redirects = ['overview', { redirect: 'onboarding', primary: true, badge: '2 documents missing' }];
element.redirects = [{ redirect: 'payout_settings', disabled: 'Only the owner', hint: 'Payouts' }];
element.liveOnly = 'hide';
element.theme = 'dark';
element.compact = true;
element.strings = { ...german, 'Payout settings': 'Meine Auszahlungen' };
// @ts-expect-error: none of its texts.
element.strings = { 'Payout setings': 'Payouts' };
element.target = '_blank';
element.disabled = false;
element.signIn = '/login?next={return}';
element.headers = { 'x-tenant': '7' };
element.headers = new Headers([['x-tenant', '7']]);
element.headers = [['x-tenant', '7']];

const fetchSession: FetchSession = async ({ environment, redirect, signal }) => {
  const response = await fetch(`/codes/${environment}/${redirect}`, { signal });
  return response.json();
};
element.fetchSession = fetchSession;

element.addEventListener('pml-start', (event) => event.detail.redirect satisfies string);
element.addEventListener('pml-navigate', (event) => event.preventDefault());
element.addEventListener('pml-error', ({ detail }) => {
  const { code, recoverable, requestId, retryAfter }: JumpError = detail;
  if (code === 'session_expired' && recoverable) console.info(requestId, retryAfter);
});
element.addEventListener('pml-return', () => location.reload());
element.addEventListener('pml-environment-change', (event) => {
  // @ts-expect-error: there are two environments.
  if (event.detail.environment === 'staging') return;
});
element.addEventListener('click', function (event) {
  this.open(event.clientX ? 'overview' : 'onboarding');
});
element.removeEventListener('keydown', (event) => event.key);
element.addEventListener('of-the-pages-own', (event) => event.type);
document.addEventListener('pml-error', (event) => event.detail.code satisfies string);
window.addEventListener('pml-navigate', (event) => event.detail.redirect satisfies RedirectTarget);
document.body.addEventListener('pml-environment-change', (event) => event.detail.environment);
element.attachShadow({ mode: 'open' }).addEventListener('pml-start', (event) => event.detail.redirect);
// @ts-expect-error: no such word.
document.addEventListener('pml-error', (event) => event.detail.code === 'nonsense');

element.open('payout_settings');
// @ts-expect-error: not a page of the dashboard.
element.open('payouts');
element.abort();
element.diagnose().then((findings) => findings.map(({ problem, fix }) => `${problem} ${fix}`));
void diagnose({ endpoint: '/api/paddle/magic-sessions' });
void diagnose(element, ['timeout="soon": use whole seconds from 1 to 600']);
void diagnose({
  endpoint: '/api/paddle/magic-sessions',
  headers: { 'x-tenant': '7' },
  credentials: 'include',
  csrfHeader: 'x-csrf-token',
  csrfMeta: 'csrf-token',
});

const seen: readonly string[] = PaddleMagicLinks.observedAttributes;
document.querySelector('paddle-magic-links')?.setAttribute(seen[0] ?? '', '');
