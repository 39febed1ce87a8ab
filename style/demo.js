/** What a visitor of the demo page can switch, and the code that embeds what is on the screen. */

const form = document.getElementById('look');
const card = document.getElementById('card');
const code = document.getElementById('code');
const place = document.getElementById('magic-links');

const dictionary = async (language) =>
  language === 'en' ? {} : (await import(`../languages/${language}.js`)).default;

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

/** The custom element with the attributes that differ from its own defaults. */
const embed = ({ language, direction, colours, theme, compact, width }) => {
  const attributes = [
    ['endpoint', '/api/paddle/magic-sessions'],
    language !== 'en' && ['lang', language],
    direction === 'rtl' && ['dir', 'rtl'],
    colours && ['theme', colours],
    theme && ['class', theme],
    width && ['style', `max-width: ${width}`],
  ]
    .filter(Boolean)
    .map(([name, value]) => ` ${name}="${escaped(value)}"`);
  const element = `<paddle-magic-links${attributes.join('')}${compact ? ' compact' : ''}></paddle-magic-links>`;
  const script = '<script type="module" src="/paddle-magic-links/index.js"></script>';
  return [script, theme && '<link rel="stylesheet" href="themes.css">', element].filter(Boolean).join('\n');
};

const isDefault = (name, value) => form.elements[name].options?.[0].value === value;

const look = () => {
  const look = Object.fromEntries(new FormData(form));
  return { ...look, compact: Boolean(look.compact) };
};

const show = () => {
  const { direction, colours, theme, width, motion, contrast } = look();
  document.documentElement.style.colorScheme = colours;
  card.className = ['card', theme, motion, contrast].filter(Boolean).join(' ');
  place.dir = direction;
  place.style.maxWidth = width;
  code.textContent = embed(look());
};

// The URL contains the look, so that it can be shared. Another language or form reloads the page, because the
// component has to be mounted again.
for (const [name, value] of new URLSearchParams(location.search)) {
  const field = form.elements[name];
  if (field?.type === 'checkbox') field.checked = true;
  else if (field) field.value = value;
}
form.addEventListener('change', ({ target }) => {
  if (target.name === 'language') form.direction.value = target.selectedOptions[0].dir || 'ltr';
  const chosen = [...new FormData(form)].filter(([name, value]) => !isDefault(name, value));
  history.replaceState(history.state, '', `?${new URLSearchParams(chosen)}`);
  if (['language', 'compact'].includes(target.name)) location.reload();
  else show();
});

show();
const { language, compact } = look();
window.look = dictionary(language).then((words) => ({ words, compact }));

const findings = document.getElementById('findings');
document.getElementById('diagnose').addEventListener('click', async () => {
  const { diagnose } = await import('./diagnose.js');
  const found = await diagnose({ endpoint: '/api/paddle/magic-sessions' });
  const lines = found.map(({ problem, fix }) => `${problem} ${fix}`);
  if (!lines.length) lines.push('No problems found.');
  findings.replaceChildren(
    ...lines.map((line) => Object.assign(document.createElement('li'), { textContent: line })),
  );
});
