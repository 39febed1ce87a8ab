/** Checks the files that the element loads: whether each exists and is the right one. */

import { integrity } from './generated/integrity.js';
import { isEnglish, tagOf } from './language.js';

/** Why `load` fails for a file. */
async function* checkFile({ url, type, directive, load }, { forbidden, finding }) {
  const { result: error } = await forbidden(() => load(url));
  if (!(error instanceof Error)) return;
  // By another URL, because Firefox 153 remembers a failed import.
  const other = new URL(url);
  other.search = '?diagnose';
  const { directives } = await forbidden(() => load(other));
  const own = url.origin === location.origin;
  if (directives.some((name) => name.startsWith(directive))) {
    yield finding(
      `This page's content security policy forbids ${url}.`,
      `Add ${own ? "'self'" : url.origin} to its ${directive}.`,
    );
    return;
  }
  const { result: response, directives: others } = await forbidden(() => fetch(url));
  if (response instanceof Error) {
    let fix = 'See that its server runs';
    if (!own) fix += " and responds with access-control-allow-origin, or use this page's own origin";
    // The page may run it, but not read it.
    if (others.length) fix = 'See in the network panel of the developer tools what comes of it';
    yield finding(`${url} can't be loaded: ${error.message}.`, `${fix}.`);
    return;
  }
  const beside = 'Put all files of the package where index.js is, and serve them from there';
  const given = response.headers.get('content-type') ?? 'no content type';
  if (!response.ok) {
    yield finding(`${url} responds with ${response.status}.`, `${beside}.`);
  } else if (given.includes('html')) {
    yield finding(
      `${url} responds with ${response.status} and ${given}: a page in its place.`,
      `${beside}; some servers respond with a page to whatever they don't know.`,
    );
  } else if (type === 'application/wasm') {
    yield finding(
      `${url} responds with ${response.status}, but is of another release than index.js, or was changed.`,
      'Serve all files of one release, have no server change them, and empty the caches in between.',
    );
  } else if (!given.includes('javascript')) {
    yield finding(`${url} responds with ${response.status} and ${given}.`, `Serve it as ${type}.`);
  } else {
    yield finding(
      `${url} responds with ${response.status}, but does not run: ${error.message}.`,
      'Reload the page, as browsers remember what failed before; then see what is in that file.',
    );
  }
}

/** Why the right wasm does not work. */
async function* checkWasm(url, { finding }) {
  const response = await fetch(url, { integrity }).catch(() => null);
  if (!response) return;
  if (globalThis.WebAssembly && !WebAssembly.validate(await response.arrayBuffer())) {
    yield finding(
      `This browser does not understand ${url}.`,
      'It is too old: README\'s "Browsers" says which are not.',
    );
  }
  const type = response.headers.get('content-type') ?? 'no content type';
  if (type !== 'application/wasm') {
    yield finding(
      `${url} responds with ${response.status} and ${type}.`,
      'The widget works all the same. Serve it as application/wasm, so that browsers can keep what they compile.',
    );
  }
}

/** A bundler has chosen the file's name, so it is unknown here. */
async function* checkChunk(load, { finding }) {
  const error = await load().then(
    () => null,
    (reason) => reason,
  );
  if (!error) return;
  yield finding(
    `The component, which a bundler has put into a file of its own, does not load: ${error.message ?? error}.`,
    'See in the network panel of the developer tools which file fails, and serve it.',
  );
}

/** The files beside this one, if the package is served as it was published; else what `load` loads. */
export async function* checkOwnFiles(element, load, means) {
  const url = (name) => new URL(name, import.meta.url);
  if (!/^http.*\/diagnose-[0-9a-f]{6}\.js$/.test(import.meta.url)) {
    yield* checkChunk(load, means);
    return;
  }
  const wasm = url('./component.wasm');
  const script = { type: 'text/javascript', directive: 'script-src', load: (url) => import(url) };
  yield* checkFile({ ...script, url: url('./component.js') }, means);
  yield* checkFile(
    {
      url: wasm,
      type: 'application/wasm',
      directive: 'connect-src',
      load: (url) => fetch(url, { integrity }),
    },
    means,
  );
  yield* checkWasm(wasm, means);
  if (!isEnglish(tagOf(element))) yield* checkFile({ ...script, url: url('./dictionaries.js') }, means);
}
