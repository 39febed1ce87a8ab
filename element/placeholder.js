/**
 * What stands in the component's place until it is there: the markup that it will have. Pure view:
 * the element decides.
 */
import { listed } from './attributes.js';
import { loadFailed, markup, newTab, tryAgain } from './made.js';

/** Markup from its description. Not by `innerHTML`, which pages with Trusted Types forbid. */
const build = (node, translate) => {
  if (!Array.isArray(node)) return translate(node);
  const [tag, attributes, ...children] = node;
  const element = document.createElement(tag);
  for (const name in attributes) element.setAttribute(name, translate(attributes[name]));
  element.append(...children.map((child) => build(child, translate)));
  return element;
};

/** Leaves what an attribute lists, in its order. */
const showOnly = (root, list, selector, row) => {
  const names = listed(list);
  if (!names.length) return;
  const rows = new Map();
  for (const found of root.querySelectorAll(selector)) {
    rows.set(found.value || found.dataset.redirect, found.closest(row));
  }
  const parent = rows.values().next().value.parentNode;
  for (const [name, element] of rows) if (!names.includes(name)) element.remove();
  for (const name of names) if (rows.has(name)) parent.append(rows.get(name));
  if (row === '.pml-environment' && names.length < 2) parent.remove();
};

const buttons = (root) => root.querySelectorAll('[data-redirect]');

const span = (className, text) => build(['span', { class: className }, text], String);

/** Makes it: for an element, with what its page says of each redirect target. */
export const placeholder = (element, details, translate) => {
  const root = build(markup, translate);
  showOnly(root, element.environments, '[type=radio]', '.pml-environment');
  showOnly(root, element.redirects, '[data-redirect]', 'li');
  root.dataset.liveOnly = element.liveOnly ?? '';
  for (const button of buttons(root)) {
    const { primary, hint, badge, disabled } = details[button.dataset.redirect] ?? {};
    const [label, line] = button.querySelectorAll('.pml-label, .pml-own-hint');
    if (element.target === '_blank') label.append(` ${translate(newTab)}`);
    if (badge) label.append(' ', span('pml-badge', badge));
    // A reason, or only that it is so.
    const reason = disabled === true ? '' : disabled;
    line.textContent = reason || hint || line.textContent;
    if (disabled) line.className = 'pml-reason';
    if (primary) {
      button.classList.add('pml-primary');
      button.part.add('primary');
    }
  }
  return root;
};

/** As the component chooses: what is wished for if it is offered, else live, else any. */
export const showChoice = (root, wished, environments) => {
  const radios = [...root.querySelectorAll('[type=radio]')];
  const radio = radios.find(({ value }) => value === wished);
  if (radio) radio.checked = true;
  const [only = 'live'] = listed(environments);
  root.dataset.environment = radios.find(({ checked }) => checked)?.value ?? only;
};

/** The button that was chosen shows that it works on it, and none can be chosen until then. */
export const showWaiting = (root, waiting) => {
  const { environment, liveOnly } = root.dataset;
  const noLiveOnly = liveOnly === 'disable' && environment === 'sandbox';
  for (const button of buttons(root)) {
    const locked = button.querySelector(noLiveOnly ? '.pml-reason, .pml-live-only' : '.pml-reason');
    button.ariaBusy = button.dataset.redirect === waiting ? 'true' : null;
    button.ariaDisabled = waiting || locked ? 'true' : null;
  }
};

/** What is said where the component can't be loaded. */
export const notLoaded = (translate, again) => {
  const button = ['button', { type: 'button', class: 'pml-again' }, tryAgain];
  const problem = build(['p', { class: 'pml-error' }, ['span', {}, loadFailed], button], translate);
  problem.lastChild.addEventListener('click', again);
  return problem;
};
