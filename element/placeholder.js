/**
 * What stands in the component's place until it is there: the markup that it will have. Pure view:
 * the element decides.
 */
import { listed } from './listed.js';
import { environments, newTab, redirects, root } from './made.js';

/** Markup from its description. Not by `innerHTML`, which pages with Trusted Types forbid. */
const build = (node, translate) => {
  if (!Array.isArray(node)) return translate(node);
  const [tag, attributes, ...children] = node;
  const element = document.createElement(tag);
  for (const name in attributes) element.setAttribute(name, translate(attributes[name]));
  element.append(...children.map((child) => build(child, translate)));
  return element;
};

/** Of all there are those that an attribute lists, in its order; all, where there is none. */
const offered = (parts, list) =>
  Object.keys(list === null ? parts : listed(list)).filter((name) => Object.hasOwn(parts, name));

/** Makes it: for an element, with what its page says of each redirect target. */
export const placeholder = (element, translate) => {
  const made = build(root, translate);
  const [choice, list] = made.querySelectorAll('fieldset, ul');
  const names = offered(environments, element.environments);
  choice.append(...names.map((name) => build(environments[name], translate)));
  if (names.length < 2) choice.remove();
  made.dataset.environment = names.includes('live') ? 'live' : names[0] ?? '';
  made.dataset.liveOnly = element.liveOnly ?? '';
  const details = listed(element.redirects);
  for (const name of names.length ? offered(redirects, element.redirects) : []) {
    const row = build(redirects[name], translate);
    const [button, label, line] = row.querySelectorAll('button, .pml-label, .pml-own-hint');
    const { primary, hint, badge, disabled } = details[name] ?? {};
    if (element.target === '_blank') label.append(` ${translate(newTab)}`);
    if (badge) label.append(' ', build(['span', { class: 'pml-badge' }, badge], String));
    // A reason, or only that it is so.
    line.textContent = (disabled !== true && disabled) || hint || line.textContent;
    if (disabled) line.className = 'pml-reason';
    if (primary) {
      button.classList.add('pml-primary');
      button.setAttribute('part', 'redirect primary');
    }
    list.append(row);
  }
  return made;
};

/** By what a control is found again, also in another view. */
export const keyOf = ({ dataset, value, className }) => dataset.redirect || value || className;

// Not by a selector: jsdom 26 has no `CSS.escape`, and happy-dom 21 knows no escapes.
export const find = (root, key) =>
  [...root.querySelectorAll('button, input, a')].find((control) => keyOf(control) === key);

/** Chooses an environment, where it is offered. */
export const showChoice = (made, wished) => {
  const radio = find(made, wished);
  if (!radio) return;
  radio.checked = true;
  made.dataset.environment = wished;
};

// Not by the properties of the same meaning, which Firefox has since 119.
const mark = (button, name, is) =>
  is ? button.setAttribute(name, true) : button.removeAttribute(name);

/** The button that was chosen shows that it works on it, and none can be chosen until then. */
export const showWaiting = (made, waiting) => {
  const { environment, liveOnly } = made.dataset;
  const noLiveOnly = environment === 'sandbox' && ['disable', 'hide'].includes(liveOnly);
  for (const button of made.querySelectorAll('button')) {
    const locked = button.querySelector(noLiveOnly ? '.pml-reason, .pml-live-only' : '.pml-reason');
    mark(button, 'aria-busy', button.dataset.redirect === waiting);
    mark(button, 'aria-disabled', waiting || locked);
  }
};

/** What is said in the component's place, with a button that does something about it, if anything can. */
export const alert = (translate, act, text, label) => {
  const made = build(['div', { role: 'alert', class: 'pml-outside' }, text], translate);
  if (act) {
    const button = build(['button', { type: 'button', class: 'pml-again' }, label], translate);
    button.onclick = act;
    made.append(button);
  }
  return made;
};
