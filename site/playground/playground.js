/** Joins the form, the widget, the code and the address. */
import { code, FRAMEWORKS } from './code.js';
import { readRedirects, showRedirects } from './redirects.js';
import { simulate } from './session.js';
import { settings } from './settings.js';

const find = (id) => document.getElementById(id);
const form = find('options');
const element = document.querySelector('paddle-magic-links');

/** The options that this page's own widget has; the others are about a backend, which it lacks. */
const SHOWN = [
  'environments',
  'environment',
  'redirects',
  'live-only',
  'theme',
  'compact',
  'target',
  'disabled',
  'timeout',
];

/** The form's values that are not empty. */
const values = () => {
  const given = Object.fromEntries([...new FormData(form)].filter(([, value]) => value));
  if (!given.ownAccent) delete given.accent;
  if (given.timeout && !form.elements.timeout.validity.valid) delete given.timeout;
  const redirects = readRedirects(find('redirects'));
  return redirects ? { ...given, redirects } : given;
};

const showWidget = (given) => {
  const { attributes, properties, around } = settings(given);
  const { redirects, strings } = Object.fromEntries(properties);
  const named = Object.fromEntries(attributes);
  for (const name of SHOWN) {
    // What is set to the same again would draw the widget anew.
    const value = name === 'redirects' && redirects ? JSON.stringify(redirects) : named[name];
    const text = value === true ? '' : (value ?? null);
    if (text === element.getAttribute(name)) continue;
    if (text === null) element.removeAttribute(name);
    else element.setAttribute(name, text);
    if (name === 'environment') element.environment = text ?? 'live';
  }
  element.strings = strings;
  // Another page stands for the sign-in, as another one does for the dashboard.
  element.signIn = named['sign-in'] ? '../stand-in/index.html?sign-in=' : null;
  element.lang = around.lang ?? '';
  if (!around.lang) element.removeAttribute('lang');
  element.dir = around.dir;
  element.className = around.theme ? `theme-${around.theme}` : '';
  element.style.cssText = '';
  for (const [name, value] of around.style) element.style.setProperty(name, value);
  element.style.maxWidth = given.room ?? '';
  find('preview').style.colorScheme = ['light', 'dark'].includes(given.theme) ? given.theme : '';
};

const showCode = (given) => {
  const { value } = find('frameworks').querySelector(':checked');
  find('code').textContent = code(value, given);
  find('told').textContent = '';
};

/** The values as a fragment, without the names of defaults. */
const remember = ({ redirects, ...given }) => {
  const parameters = new URLSearchParams(given);
  if (redirects) parameters.set('redirects', JSON.stringify(redirects));
  const framework = find('frameworks').querySelector(':checked').value;
  if (framework !== 'HTML') parameters.set('framework', framework);
  history.replaceState(history.state, '', `#${parameters}`);
};

const show = () => {
  const given = values();
  showWidget(given);
  showCode(given);
  remember(given);
};

const parsed = (list) => {
  try {
    const redirects = JSON.parse(list);
    return Array.isArray(redirects) ? redirects.filter(Boolean) : undefined;
  } catch {
    return undefined;
  }
};

/** Sets the form to what the address says. */
const recall = () => {
  const given = new URLSearchParams(location.hash.slice(1));
  form.reset();
  for (const [name, value] of given) {
    const field = form.elements.namedItem(name);
    if (field?.type === 'checkbox') field.checked = true;
    else if (field && 'value' in field) field.value = value;
  }
  showRedirects(find('redirects'), parsed(given.get('redirects')), show);
  const framework = given.get('framework') in FRAMEWORKS ? given.get('framework') : 'HTML';
  find('frameworks').querySelector(`[value=${framework}]`).checked = true;
  show();
};

for (const name of Object.keys(FRAMEWORKS)) {
  const radio = Object.assign(document.createElement('input'), {
    type: 'radio',
    name: 'framework',
    value: name,
  });
  const label = document.createElement('label');
  label.append(radio, name);
  find('frameworks').append(label);
}

const changed = ({ target }) => {
  if (target.name === 'accent') form.elements.ownAccent.checked = true;
  show();
};
form.addEventListener('input', changed);
// What sets a menu by script, such as an extension or chromedriver, tells of this alone.
form.addEventListener('change', changed);
form.addEventListener('submit', (event) => event.preventDefault());
find('defaults').addEventListener('click', () => {
  history.replaceState(history.state, '', location.pathname);
  recall();
});
find('frameworks').addEventListener('change', show);
window.addEventListener('hashchange', recall);

find('copy').addEventListener('click', async () => {
  const copied = navigator.clipboard?.writeText(find('code').textContent);
  const done = await copied?.then(
    () => true,
    () => false,
  );
  if (done) find('told').textContent = 'Copied';
  else {
    getSelection().selectAllChildren(find('code'));
    find('told').textContent = 'Selected: copy it by the keyboard';
  }
});

simulate(element, 'playground', () => find('failure').value);
recall();
