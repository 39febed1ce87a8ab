/** The same in Rust: the component's props. */

const STRINGS = {
  de: 'GERMAN',
  fr: 'FRENCH',
  es: 'SPANISH',
  'pt-BR': 'BRAZILIAN_PORTUGUESE',
  ja: 'JAPANESE',
  'zh-Hans': 'SIMPLIFIED_CHINESE',
  ar: 'ARABIC',
};

const quoted = (text) => JSON.stringify(text);
const pascal = (word) => word.replace(/(?:^|_)(.)/g, (_, letter) => letter.toUpperCase());

const redirect = (item) => {
  const {
    redirect: target,
    primary,
    badge,
    hint,
    disabled,
  } = typeof item === 'string' ? { redirect: item } : item;
  return [
    `Redirect::new(RedirectTarget::${pascal(target)})`,
    primary && '.primary()',
    badge && `.badge(${quoted(badge)})`,
    hint && `.hint(${quoted(hint)})`,
    disabled && `.disabled(${quoted(disabled === true ? '' : disabled)})`,
  ]
    .filter(Boolean)
    .join('');
};

const vec = (items) => `vec![${items.join(', ')}]`;

const redirects = (items) =>
  `vec![\n${items.map((item) => `                ${redirect(item)},\n`).join('')}            ]`;

const strings = (lang, words) => {
  const language = lang === 'en-XA' ? 'Strings::pseudo()' : `Strings::${STRINGS[lang] ?? 'ENGLISH'}`;
  return words ? `Strings { payout_settings: ${quoted(words)}.into(), ..${language} }` : language;
};

const pairs = (headers) =>
  vec(
    Object.entries(headers).map(
      (pair) => `(${pair.map((text) => `${quoted(text)}.to_string()`).join(', ')})`,
    ),
  );

/** Each prop by its attribute: its name, its value, and what has to be in scope for it. */
const PROPS = {
  endpoint: (url) => ['endpoint', quoted(url)],
  environments: (words) => [
    'environments',
    vec(words.split(' ').map((word) => `Environment::${pascal(word)}`)),
    'Environment',
  ],
  environment: (word) => ['environment', `Environment::${pascal(word)}`, 'Environment'],
  redirects: (words) => ['redirects', redirects(words.split(' ')), 'Redirect', 'RedirectTarget'],
  'live-only': (word) => ['live_only', `LiveOnly::${pascal(word)}`, 'LiveOnly'],
  theme: (word) => ['theme', `Theme::${pascal(word)}`, 'Theme'],
  compact: () => ['compact', 'true'],
  target: () => ['open_in', 'OpenIn::NewTab', 'OpenIn'],
  disabled: () => ['disabled', 'true'],
  'sign-in': (url) => ['sign_in', quoted(url)],
  timeout: (seconds) => ['timeout', `std::time::Duration::from_secs(${Number(seconds)})`],
  // The widget knows no frameworks here: the token comes with the other headers.
  'csrf-header': (name) => ['csrf', name],
  credentials: (word) => [
    'credentials',
    `RequestCredentials::${word === 'same-origin' ? 'SameOrigin' : pascal(word)}`,
    'RequestCredentials',
  ],
};

const dashboard = (attributes) => {
  const origins = attributes.filter(([name]) => name.startsWith('dashboard-'));
  const calls = origins.map(
    ([name, origin]) =>
      `.with_origin(Environment::${pascal(name.slice('dashboard-'.length))}, ${quoted(origin)}).expect("an origin")`,
  );
  return calls.length
    ? [['dashboard', `Dashboard::default()${calls.join('')}`, 'Dashboard', 'Environment']]
    : [];
};

export const leptos = ({ attributes, properties, ownFunction, around }) => {
  const own = Object.fromEntries(properties);
  const props = attributes.filter(([name]) => PROPS[name]).map(([name, value]) => PROPS[name](value));
  const csrf = props.find(([name]) => name === 'csrf')?.[1];
  const given = props.filter(([name]) => name !== 'csrf');
  if (ownFunction) given.unshift(['fetch_session', 'fetch']);
  if (own.redirects) given.push(['redirects', redirects(own.redirects), 'Redirect', 'RedirectTarget']);
  const words = own.strings?.['Payout settings'];
  if ((around.lang && around.lang !== 'en') || words)
    given.push(['strings', strings(around.lang, words), 'Strings']);
  const headers = pairs(own.headers ?? {}).slice('vec!['.length, -1);
  const token = csrf && `(${quoted(csrf)}.to_string(), your_csrf_token())`;
  if (headers || token) given.push(['headers', vec([headers, token].filter(Boolean))]);
  given.push(...dashboard(attributes));

  const names = [...new Set(['MagicLinks', ...given.flatMap(([, , ...used]) => used)])].sort();
  const used = names.length > 1 ? `{${names.join(', ')}}` : names[0];
  const list = given.map(([name, value]) => `${name}=${value}`);
  const widget =
    list.length > 1
      ? `<MagicLinks\n${list.map((line) => `            ${line}\n`).join('')}        />`
      : `<MagicLinks ${list} />`;
  const style = around.style.map(([name, value]) => `${name}: ${value}`).join('; ');
  const outer = [
    around.dir && `dir=${quoted(around.dir)}`,
    around.theme && `class="theme-${around.theme}"`,
    style && `style=${quoted(style)}`,
  ].filter(Boolean);
  const wrapped = outer.length ? `<div ${outer.join(' ')}>\n        ${widget}\n        </div>` : widget;
  const fetch = ownFunction
    ? '// See "Leptos" in the documentation for `fetch`, an async function of yours.\n'
    : '';
  return `use leptos::prelude::*;
use paddle_magic_links::${used};

${fetch}#[component]
fn Payments() -> impl IntoView {
    view! {
        ${wrapped}
    }
}`;
};
