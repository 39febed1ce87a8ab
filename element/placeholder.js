/**
 * Shows the component's markup until the component has loaded. The element decides; this only renders.
 *
 * The markup is generated from the component. These rules are also in the component's Rust; the tests in
 * `tests/end_to_end/element/placeholder.rs` and `early_click.rs` compare both sides:
 *
 * - Live is selected first, unless it is not offered. Without environments nothing is offered.
 * - Unknown environments and targets are left out.
 * - A label gets the new-tab suffix and the badge; a reason takes the place of the hint.
 * - A primary button has a class and a part of its own.
 * - Live-only targets are locked or hidden in the sandbox.
 * - The clicked button is busy and all are locked while a jump is pending.
 */
import { environments, redirects, root } from './generated/markup.js';
import { newTab } from './generated/texts.js';
import { environmentsOf, redirectsOf } from './offer.js';

/**
 * Builds markup from its description. Pages with Trusted Types forbid `innerHTML`.
 *
 * @param {import('./generated/markup.js').Description} node
 * @param {(text: string) => string} translate
 * @returns {any} An element, or the text if the description is one.
 */
const build = (node, translate) => {
  if (!Array.isArray(node)) return translate(node);
  const [tag, attributes, ...children] = node;
  const element = document.createElement(tag);
  for (const name in attributes) element.setAttribute(name, translate(attributes[name]));
  element.append(...children.map((child) => build(child, translate)));
  return element;
};

/**
 * The placeholder of an element.
 *
 * @param {import('./paddle-magic-links.js').PaddleMagicLinks} element
 * @param {(text: string) => string} translate
 * @returns {HTMLElement}
 */
export const placeholder = (element, translate) => {
  const made = build(root, translate);
  const [choice, list] = made.querySelectorAll('fieldset, ul');
  const names = environmentsOf(element).filter((name) => Object.hasOwn(environments, name));
  choice.append(...names.map((name) => build(environments[name], translate)));
  if (names.length < 2) choice.remove();
  made.dataset.environment = names.includes('live') ? 'live' : (names[0] ?? '');
  made.dataset.liveOnly = element.liveOnly ?? '';
  for (const { target, primary, disabled, hint, badge } of names.length ? redirectsOf(element) : []) {
    if (!Object.hasOwn(redirects, target)) continue;
    const row = build(redirects[target], translate);
    const [button, label, line] = row.querySelectorAll('button, .pml-label, .pml-own-hint');
    if (element.target === '_blank') label.append(` ${translate(newTab)}`);
    if (badge) label.append(' ', build(['span', { class: 'pml-badge' }, badge], String));
    line.textContent = hint ?? line.textContent;
    if (disabled) line.className = 'pml-reason';
    if (primary) {
      button.classList.add('pml-primary');
      button.setAttribute('part', 'redirect primary');
    }
    list.append(row);
  }
  return made;
};

/**
 * Identifies a control, so that it is found again in the next view.
 *
 * @param {any} control
 */
export const keyOf = ({ dataset, value, className }) => dataset.redirect || value || className;

// Not by a selector: jsdom 26 has no `CSS.escape`, and happy-dom 21 knows no escapes.
export const find = (root, key) =>
  [...root.querySelectorAll('button, input, a')].find((control) => keyOf(control) === key);

/** Selects an environment, if it is offered. */
export const showChoice = (made, wished) => {
  const radio = find(made, wished);
  if (!radio) return;
  radio.checked = true;
  made.dataset.environment = wished;
};

// Not by ARIA reflection, which Firefox has since 119 only.
const mark = (button, name, is) => (is ? button.setAttribute(name, true) : button.removeAttribute(name));

/** Marks the clicked button as busy, and locks all buttons until the component has taken over. */
export const showWaiting = (made, waiting) => {
  const { environment, liveOnly } = made.dataset;
  const noLiveOnly = environment === 'sandbox' && ['disable', 'hide'].includes(liveOnly);
  for (const button of made.querySelectorAll('button')) {
    const locked = button.querySelector(noLiveOnly ? '.pml-reason, .pml-live-only' : '.pml-reason');
    mark(button, 'aria-busy', button.dataset.redirect === waiting);
    mark(button, 'aria-disabled', waiting || locked);
  }
};

/** A message in place of the component, with a button if there is something to do. */
export const alert = (translate, act, text, label) => {
  const made = build(['div', { role: 'alert', class: 'pml-outside' }, text], translate);
  if (act) {
    const button = build(['button', { type: 'button', class: 'pml-again' }, label], translate);
    button.onclick = act;
    made.append(button);
  }
  return made;
};
