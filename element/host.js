/**
 * The element as the component sees it: its settings, and whom to tell. Loaded together with the
 * component, so that the element's own script stays small.
 */
import { Component, initSync } from './component.js';
import { headersOf } from './headers.js';
import inUse from './in-use.css';
import { listed } from './listed.js';

export { inUse };

/** Compiles what is fetched while it comes in, where the server says that it is wasm. */
export const start = async (response) => {
  const compiled = response.headers.get('content-type') === 'application/wasm'
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
  initSync({ module: await compiled });
  // Browsers compile a function when it is first called, so what follows is a task of its own.
  await new Promise((next) => setTimeout(next));
};

/** A component for `place`; `inner` is what only the element can do for it. */
export const mount = (element, place, inner) => {
  const told = new Set();

  // Once for each: settings are read at every click.
  const invalid = (name, reason) => {
    const value = element.getAttribute(name);
    const given = value === null ? name : `${name}="${value}"`;
    const message = `<${element.localName}> ${given}: ${reason}`;
    if (told.has(message)) return;
    told.add(message);
    console.error(message);
  };

  const text = (group, name) => {
    if (!group) return element.getAttribute(name);
    const given = group === 'strings' ? inner.words[name] : inner.details[group]?.[name] || null;
    return given === true ? '' : given?.toString();
  };

  let items;
  const item = (list, at) => {
    if (!at) items = list === 'headers' ? headersOf(element, invalid).flat() : listed(element[list]);
    return items[at];
  };

  const inTree = (selector) => place.querySelector(selector);
  const tell = (type, detail, cancelable) => element.dispatchEvent(
    new CustomEvent(type, { bubbles: true, composed: true, cancelable, detail }),
  );
  const component = new Component({
    text,
    item,
    fetches: () => typeof element.fetchSession === 'function',
    fetch: (environment, redirect, signal) =>
      Promise.resolve(element.fetchSession({ environment, redirect, signal })),
    start: (environment, redirect) => tell('pml-start', { environment, redirect }),
    navigate: (environment, redirect) => tell('pml-navigate', { environment, redirect }, true),
    error: (code, recoverable, requestId, retryAfter) =>
      tell('pml-error', { code, recoverable, requestId, retryAfter }),
    returned: () => tell('pml-return', {}),
    environmentChange: inner.choose,
    state: inner.state,
    invalid,
  }, inner.chosen);
  // The nearest `lang` may be anybody's: in the tree that it is in, and in that of each host around.
  const languages = new MutationObserver(inner.listen);
  const observe = () => {
    for (let node = element; node; node = node.host) {
      node = node.getRootNode();
      languages.observe(node, { subtree: true, attributeFilter: ['lang'] });
    }
  };
  observe();
  return {
    show: () => {
      const focused = element.shadowRoot.activeElement?.dataset.redirect;
      inner.clear();
      component.show(place);
      if (focused) inTree(`[data-redirect=${focused}]`)?.focus();
    },
    open: (redirect) => component.open(redirect),
    // As the seller would choose it, where there is such a choice: a jump goes on meanwhile.
    choose: (environment) => {
      const radio = inTree(`[value="${CSS.escape(environment)}"]:enabled`);
      radio?.click();
      return radio;
    },
    abort: () => component.abort(),
    moved: () => {
      languages.disconnect();
      observe();
      inner.listen();
    },
    free: () => {
      languages.disconnect();
      component.abort();
      // Not while it tells the page something, which is when the page may ask for this.
      queueMicrotask(() => component.free());
    },
  };
};
