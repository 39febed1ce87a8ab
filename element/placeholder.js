/**
 * What stands in the component's place until it is there: the markup that it will have. Pure view:
 * the element decides.
 */
import { listed } from './listed.js';
import { environments, loadFailed, newTab, redirects, root, tryAgain } from './made.js';

/** Markup from its description. Not by `innerHTML`, which pages with Trusted Types forbid. */
const build = (node, translate) => {
  if (!Array.isArray(node)) return translate(node);
  const [tag, attributes, ...children] = node;
  const element = document.createElement(tag);
  for (const name in attributes) element.setAttribute(name, translate(attributes[name]));
  element.append(...children.map((child) => build(child, translate)));
  return element;
};

/** Of all there are those that an attribute lists, in its order. */
const offered = (parts, list) => {
  const all = Object.keys(parts);
  const names = listed(list).filter((name) => all.includes(name));
  return names.length ? names : all;
};

/** Makes it: for an element, with what its page says of each redirect target. */
export const placeholder = (element, details, translate) => {
  const made = build(root, translate);
  const [choice, list] = made.querySelectorAll('fieldset, ul');
  const names = offered(environments, element.environments);
  choice.append(...names.map((name) => build(environments[name], translate)));
  if (names.length < 2) choice.remove();
  made.dataset.environment = names.includes('live') ? 'live' : names[0];
  made.dataset.liveOnly = element.liveOnly ?? '';
  for (const name of offered(redirects, element.redirects)) {
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
      // Not in jsdom 26.
      button.part?.add('primary');
    }
    list.append(row);
  }
  return made;
};

/** Chooses an environment, where it is offered. */
export const showChoice = (made, wished) => {
  // Not by a selector: jsdom 26 has no `CSS.escape`, and happy-dom 21 knows no escapes.
  const radio = [...made.querySelectorAll('input')].find(({ value }) => value === wished);
  if (!radio) return;
  radio.checked = true;
  made.dataset.environment = wished;
};

/** The button that was chosen shows that it works on it, and none can be chosen until then. */
export const showWaiting = (made, waiting) => {
  const { environment, liveOnly } = made.dataset;
  const noLiveOnly = liveOnly === 'disable' && environment === 'sandbox';
  for (const button of made.querySelectorAll('button')) {
    const locked = button.querySelector(noLiveOnly ? '.pml-reason, .pml-live-only' : '.pml-reason');
    // By their attributes, which Firefox reflects as properties from 119 only.
    const set = (name, on) => (on ? button.setAttribute(name, 'true') : button.removeAttribute(name));
    set('aria-busy', button.dataset.redirect === waiting);
    set('aria-disabled', waiting || locked);
  }
};

/** What is said where the component can't be loaded. */
export const notLoaded = (translate, again) => {
  const button = ['button', { type: 'button', class: 'pml-again' }, tryAgain];
  const message = build(['div', { role: 'alert', class: 'pml-outside' }, loadFailed, button], translate);
  message.lastChild.onclick = again;
  return message;
};
