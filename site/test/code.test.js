/**
 * Run by `cargo xtask check`. `UPDATE=1 node --test site/test/code.test.js` writes the snapshots again;
 * `cargo xtask examples` builds those for a framework, and `tests/server_side` those for Leptos.
 */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { code, FRAMEWORKS } from '../playground/code.js';
import { settings } from '../playground/settings.js';

const read = (path) => readFileSync(new URL(path, import.meta.url), 'utf8');
const readme = read('../../README.md');

const elaborate = {
  environments: 'live sandbox',
  environment: 'sandbox',
  redirects: [
    { redirect: 'onboarding', primary: true, badge: '2 documents missing', hint: "It's due" },
    { redirect: 'payout_settings', disabled: 'Only the owner' },
    'overview',
  ],
  liveOnly: 'disable',
  theme: 'dark',
  look: 'violet',
  accent: '#0b57d0',
  radius: '0',
  lang: 'ar',
  words: 'Your "money"',
  compact: '1',
  target: '_blank',
  disabled: '1',
  timeout: '20',
  signIn: '/login?a=1&next={return}',
  csrf: 'rails',
  headers: 'x-tenant: 7',
  credentials: 'include',
  dashboardLive: 'http://127.0.0.1:4011',
};

test('the default is what the README says', () => {
  const indented = code('HTML', {}).replaceAll('\n', '\n   ');
  assert.ok(readme.includes(indented), indented);
  assert.ok(readme.includes('<MagicLinks endpoint="/api/paddle/magic-sessions" />'));
  for (const framework of ['React', 'Leptos']) {
    assert.match(code(framework, {}), /<MagicLinks endpoint="\/api\/paddle\/magic-sessions" \/>/);
  }
});

const FORMS = {
  default: {},
  elaborate,
  'own-function': { source: 'function', redirects: ['onboarding', 'overview'] },
};
const EXTENSIONS = { HTML: 'html', React: 'jsx', Vue: 'vue', Svelte: 'svelte', Angular: 'ts', Leptos: 'rs' };

for (const framework of Object.keys(FRAMEWORKS)) {
  for (const [name, form] of Object.entries(FORMS)) {
    test(`the code for ${framework} is as in its snapshot: ${name}`, () => {
      const path = `snapshots/${framework.toLowerCase()}/${name}.${EXTENSIONS[framework]}`;
      const file = new URL(path, import.meta.url);
      const written = `${code(framework, form)}\n`;
      if (process.env.UPDATE) writeFileSync(file, written);
      assert.equal(written, readFileSync(file, 'utf8'));
    });
  }
}

test('the playground has every option of the README', () => {
  const table = readme.split('## Options')[1].split('\n## ')[0];
  const options = [...table.matchAll(/^\| ((?:`[\w-]+`(?:, )?)+)/gm)];
  const names = options.flatMap(([, cell]) => [...cell.matchAll(/`([\w-]+)`/g)].map(([, name]) => name));
  assert.ok(names.length >= 20, names.join());
  const own = { fetchSession: 'ownFunction' };
  const all = [
    settings({ ...elaborate, dashboardSandbox: 'http://127.0.0.1:4012' }),
    settings({ csrf: 'django', redirects: ['overview'] }),
  ];
  const known = new Set(
    all.flatMap(({ attributes, properties }) => [...attributes, ...properties].map(([name]) => name)),
  );
  for (const name of names) assert.ok(known.has(name) || own[name], name);
});

test('what a visitor types can’t leave its attribute or its string', () => {
  assert.match(code('HTML', { endpoint: '"><script>' }), /endpoint="&quot;>&lt;script>"/);
  assert.match(code('Vue', { words: "a'\\b" }), /'a\\'\\\\b'/);
});
