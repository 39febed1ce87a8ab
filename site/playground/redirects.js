/** The part of the form that makes the list of redirects: which, in which order, with what extras. */

const LABELS = {
  overview: 'Overview',
  payout_settings: 'Payout settings',
  retain_settings: 'Retain',
  onboarding: 'Onboarding',
};

const all = Object.keys(LABELS);

const make = (tag, properties, ...children) => {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
};

const check = (name, text, checked) => {
  const input = make('input', { type: 'checkbox', checked });
  input.dataset.of = name;
  return make('label', { className: 'check' }, input, ` ${text}`);
};

const text = (name, label, value = '') => {
  const input = make('input', { value });
  input.dataset.of = name;
  return make('label', {}, `${label} `, input);
};

const row = (item, offered) => {
  const label = LABELS[item.redirect];
  const move = (by, sign, words) =>
    make('button', { type: 'button', textContent: sign, ariaLabel: `${words}: ${label}`, value: by });
  const fieldset = make(
    'fieldset',
    { className: 'redirect' },
    make('legend', { textContent: label }),
    make(
      'div',
      {},
      check('offered', 'Offered', offered),
      check('primary', 'Primary', Boolean(item.primary)),
      make('div', { className: 'move' }, move(-1, '↑', 'Move up'), move(1, '↓', 'Move down')),
    ),
    make(
      'details',
      { open: Boolean(item.badge || item.hint || item.disabled) },
      make('summary', { textContent: 'Badge, hint, disabled' }),
      text('badge', 'Badge', item.badge),
      text('hint', 'Hint', item.hint),
      text('disabled', 'Disabled, because', item.disabled),
    ),
  );
  fieldset.dataset.redirect = item.redirect;
  return fieldset;
};

const of = (fieldset, name) => fieldset.querySelector(`[data-of=${name}]`);

/** What a row means: a word, or an object if it has extras. */
const read = (fieldset) => {
  const { redirect } = fieldset.dataset;
  const item = { redirect };
  if (of(fieldset, 'primary').checked) item.primary = true;
  for (const name of ['badge', 'hint', 'disabled']) {
    const { value } = of(fieldset, name);
    if (value) item[name] = value;
  }
  return Object.keys(item).length > 1 ? item : redirect;
};

const asObject = (item) => (typeof item === 'string' ? { redirect: item } : item);

/** Shows a list in `place`, and calls `changed` when the visitor has changed it. */
export const showRedirects = (place, list, changed) => {
  const given = (list ?? all).map(asObject).filter(({ redirect }) => redirect in LABELS);
  const others = all.filter((redirect) => !given.some((item) => item.redirect === redirect));
  place.replaceChildren(
    ...given.map((item) => row(item, true)),
    ...others.map((redirect) => row({ redirect }, false)),
  );
  place.hidden = false;
  const lockEnds = () => {
    const buttons = [...place.querySelectorAll('.move button')];
    for (const button of buttons) button.disabled = button === buttons[0] || button === buttons.at(-1);
  };
  lockEnds();
  place.onclick = ({ target }) => {
    const button = target.closest('.move button');
    if (!button) return;
    const moved = button.closest('.redirect');
    if (button.value < 0) moved.previousElementSibling.before(moved);
    else moved.nextElementSibling.after(moved);
    lockEnds();
    // Moving an element takes the focus from it.
    (button.disabled ? moved.querySelector('.move button:enabled') : button).focus();
    changed();
  };
};

/** The list, or nothing if it is the widget's own default. */
export const readRedirects = (place) => {
  const rows = [...place.children].filter((fieldset) => of(fieldset, 'offered').checked);
  const list = rows.map(read);
  return list.join() === all.join() ? undefined : list;
};
