// Run by `cargo xtask dist`: a platform's own component tests mount the packed element in jsdom or
// happy-dom, which lack much of a browser. `node mount.mjs jsdom|happy-dom fetch|no-fetch SCRIPT`.
import assert from 'node:assert/strict';
import { pathToFileURL } from 'node:url';

const [dom, fetches, script] = process.argv.slice(2);
/** What bundlers take has the component in it. */
const hasComponent = script.endsWith('bundler.js');
const wrong = [];
const complaints = [];
console.error = (...words) => complaints.push(words.join(' '));
process.on('unhandledRejection', (error) => wrong.push(error));

const open = {
  jsdom: async () => {
    const { JSDOM, VirtualConsole } = await import('jsdom');
    const virtualConsole = new VirtualConsole().on('jsdomError', (error) => wrong.push(error));
    return new JSDOM('<!doctype html>', { url: 'http://localhost/', virtualConsole }).window;
  },
  'happy-dom': async () => {
    const { Window } = await import('happy-dom');
    return new Window({ url: 'http://localhost/' });
  },
};
const window = await open[dom]();
window.addEventListener('error', ({ error }) => wrong.push(error));

// As test runners do it: what Node has too is the window's, but for `fetch`, which jsdom has none of.
const shared = ['Event', 'CustomEvent', 'EventTarget', 'navigator'];
for (const name of Object.getOwnPropertyNames(window)) {
  if (name in globalThis && !shared.includes(name)) continue;
  Object.defineProperty(globalThis, name, { value: window[name], configurable: true, writable: true });
}
if (fetches === 'no-fetch') delete globalThis.fetch;

const { document } = window;
const until = async (what, condition) => {
  for (let tries = 0; !condition(); tries += 1) {
    assert.ok(tries < 500, `waited in vain: ${what}`);
    await new Promise((next) => setTimeout(next, 10));
  }
};

const { PaddleMagicLinks } = await import(pathToFileURL(script));
assert.equal(window.customElements.get('paddle-magic-links'), PaddleMagicLinks);

document.body.innerHTML = `
  <paddle-magic-links endpoint="/api" environment="sandbox"><a href="/help">By hand</a></paddle-magic-links>
  <main></main>`;
const element = document.querySelector('paddle-magic-links');
const inside = (selector) => element.shadowRoot.querySelector(selector);
const told = [];
element.addEventListener('pml-error', ({ detail }) => told.push(detail.code));

/** Whatever a page may do with it, in whatever state it is. */
const use = () => {
  element.redirects = [
    { redirect: 'onboarding', primary: true, badge: '2 documents missing' },
    { redirect: 'payout_settings', disabled: 'Only the owner' },
    'overview',
  ];
  element.strings = { Overview: 'Start' };
  element.headers = { 'x-tenant': '7' };
  element.environments = ['sandbox', 'live'];
  element.environment = 'live';
  element.environment = '"]';
  element.environment = 'sandbox';
  element.liveOnly = 'disable';
  element.target = '_blank';
  for (const name of ['compact', 'disabled']) {
    element[name] = true;
    element[name] = false;
  }
  element.liveOnly = null;
  element.target = null;
};

use();
// It is there in a microtask, and the component, if it comes, soon after.
await null;
assert.match(inside('[data-redirect=overview]').textContent, /Start/);
assert.match(inside('[data-redirect=onboarding]').textContent, /2 documents missing/);
assert.ok(inside('[value=sandbox]').checked);
assert.equal(inside('[data-redirect=payout_settings]').getAttribute('aria-disabled'), 'true');
inside('[data-redirect=payout_settings]').click();
assert.equal(inside('[aria-busy]'), null, 'a locked page is not opened');

if (hasComponent) {
  // A click asks the page's own function, and the page can keep the window here.
  const asked = [];
  element.fetchSession = async ({ environment, redirect }) => {
    asked.push(`${environment} ${redirect}`);
    return { code: 'fake', expires_at: '2099-01-01T00:00:00Z' };
  };
  const navigated = [];
  element.addEventListener('pml-navigate', (event) => {
    navigated.push(event.detail.redirect);
    event.preventDefault();
  });
  await until('the component', () => inside('[role=status]'));
  inside('[data-redirect=overview]').click();
  await until('the jump', () => navigated.length);
  assert.deepEqual([asked, navigated], [['sandbox overview'], ['overview']]);
} else {
  inside('[data-redirect=overview]').click();
  assert.equal(inside('[data-redirect=overview]').getAttribute('aria-busy'), 'true');
  // No component comes, as there is nothing that would fetch it, and that is said as in a browser.
  const failed = () => inside('[role=alert]')?.textContent.includes("couldn't be loaded");
  await until('the failure', failed);
  assert.ok(inside('slot'), 'what is inside the tag shows');
  assert.ok(told.length && told.every((code) => code === 'load_failed'), told.join());
  inside('.pml-again').click();
  await until('the second failure', failed);
}

use();
document.querySelector('main').append(element);
document.documentElement.lang = 'de';
element.open('overview');
element.abort();
element.remove();
document.body.append(element, document.createElement('paddle-magic-links'));
document.body.replaceChildren();
// What is still under way may fail only now.
await new Promise((next) => setTimeout(next, 500));

assert.deepEqual(wrong, []);
const expected = hasComponent ? / is unknown or not offered$| to open now\.$/ : / can't load its component\./;
for (const complaint of complaints) assert.match(complaint, expected);
process.exit(0);
