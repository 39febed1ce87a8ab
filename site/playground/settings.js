/** What the playground's form means: attributes and properties of the element, and what is around it. */

const LANGUAGES_FROM_THE_RIGHT = ['ar'];

/** Where frameworks keep their CSRF token. */
const CSRF = {
  rails: [
    ['csrf-header', 'x-csrf-token'],
    ['csrf-meta', 'csrf-token'],
  ],
  django: [
    ['csrf-header', 'x-csrftoken'],
    ['csrf-cookie', 'csrftoken'],
  ],
};

/** Black or white, whichever is easier to read on the colour. https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
const readableOn = (colour) => {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? '#000000' : '#ffffff';
};

const styleOf = ({ accent, radius, density }) =>
  [
    ['--pml-accent', accent],
    ['--pml-on-accent', accent && readableOn(accent)],
    ['--pml-radius', radius],
    ['--pml-density', density],
  ].filter(([, value]) => value);

/** A header as it is typed, `name: value`. */
const headersOf = (line = '') => {
  const [name, ...value] = line.split(':');
  return value.length && name.trim() ? { [name.trim()]: value.join(':').trim() } : undefined;
};

export const ENDPOINT = '/api/paddle/magic-sessions';

/**
 * Of a form's values, all of them texts but for the list `redirects`. Those that are missing or empty mean the
 * widget's own defaults.
 */
export const settings = (form) => {
  const { lang } = form;
  const ownFunction = form.source === 'function';
  const redirects = form.redirects?.every((item) => typeof item === 'string')
    ? form.redirects.join(' ')
    : undefined;
  const attributes = [
    !ownFunction && ['endpoint', form.endpoint || ENDPOINT],
    ['environments', form.environments],
    ['environment', form.environment],
    ['redirects', redirects],
    ['live-only', form.liveOnly],
    ['theme', form.theme],
    ['compact', Boolean(form.compact)],
    ['target', form.target],
    ['disabled', Boolean(form.disabled)],
    ['sign-in', form.signIn],
    ['timeout', form.timeout],
    ...(CSRF[form.csrf] ?? []),
    ['credentials', form.credentials],
    ['dashboard-live', form.dashboardLive],
    ['dashboard-sandbox', form.dashboardSandbox],
  ];
  const properties = {
    redirects: form.redirects && redirects === undefined ? form.redirects : undefined,
    strings: form.words ? { 'Payout settings': form.words } : undefined,
    headers: headersOf(form.headers),
  };
  return {
    attributes: attributes.filter((pair) => pair?.[1]),
    properties: Object.entries(properties).filter(([, value]) => value),
    ownFunction,
    around: {
      lang,
      dir: form.direction || (LANGUAGES_FROM_THE_RIGHT.includes(lang) ? 'rtl' : ''),
      theme: form.look,
      style: styleOf(form),
    },
  };
};
