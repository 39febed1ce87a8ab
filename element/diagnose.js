/**
 * For the platform's developer: finds what keeps the widget from working in this page, and says how to fix
 * it. Loaded on demand, so that sellers never download it. It mints no code.
 */
import { headersOf } from './headers.js';

/** The smallest valid module. */
const WASM = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);

/** A body that no proxy can mint a code for. */
const NOTHING = JSON.stringify({ environment: 'none', redirect: 'overview' });

/** The flags that a sandboxed frame needs. */
const FLAGS = ['allow-top-navigation', 'allow-popups', 'allow-popups-to-escape-sandbox'];

const finding = (problem, fix) => ({ problem, fix });

/** The result of an attempt, or its error, and the directives of the page's policy that it violates. */
const forbidden = async (attempt) => {
  const directives = [];
  const note = (event) => directives.push(event.effectiveDirective);
  document.addEventListener('securitypolicyviolation', note);
  const result = await attempt().catch((error) => error);
  // The event is dispatched in a later task.
  await new Promise((next) => setTimeout(next, 50));
  document.removeEventListener('securitypolicyviolation', note);
  return { result, directives };
};

/** The frame of a window, or `null` if it can't be inspected. */
const frameOf = (inner) => {
  try {
    return inner.frameElement;
  } catch {
    return null;
  }
};

async function* checkFrame() {
  if (window.origin === 'null') {
    yield finding(
      'This page has no origin, so Paddle would see no domain that it knows.',
      'Serve it by http, and if it is in a sandboxed frame, add allow-same-origin to its sandbox.',
    );
  }
  // A frame passes its restrictions on to the frames in it.
  // https://html.spec.whatwg.org/#determining-the-creation-sandboxing-flags
  /** @type {Window} */
  let inner = window;
  for (; frameOf(inner); inner = inner.parent) {
    const frame = frameOf(inner);
    if (!frame.sandbox || !frame.hasAttribute('sandbox')) continue;
    const page = inner === window ? 'This page' : `The page around this one, ${inner.location.pathname},`;
    for (const flag of FLAGS.filter((flag) => !frame.sandbox.contains(flag))) {
      yield finding(
        `${page} is in a sandboxed frame without ${flag}.`,
        flag === 'allow-top-navigation'
          ? `Add ${flag} to its sandbox, or the window can't leave for Paddle.`
          : `Add ${flag} to its sandbox if Paddle is to open in a new tab.`,
      );
    }
  }
  if (inner !== window.top) {
    console.info(
      'paddle-magic-links: a page of another origin is around this one, so its frame cannot be ' +
        `looked at from here. Where one has a sandbox, it needs allow-same-origin ${FLAGS.join(' ')}.`,
    );
  }
}

async function* checkWasm() {
  if (!globalThis.WebAssembly) {
    yield finding(
      "This browser runs no WebAssembly, as in Lockdown Mode on Apple's devices.",
      'No page can change that. Sellers see what is inside the tag: put another way to Paddle there.',
    );
    return;
  }
  const { result } = await forbidden(() => WebAssembly.instantiate(WASM));
  if (result instanceof Error) {
    yield finding(
      "This page's content security policy forbids WebAssembly.",
      "Add 'wasm-unsafe-eval' to its script-src.",
    );
  }
}

async function* checkReferrer() {
  const header = await fetch(location.href, { method: 'HEAD' })
    .then((response) => response.headers.get('referrer-policy'))
    .catch(() => null);
  const meta = /** @type {HTMLMetaElement} */ (document.querySelector('meta[name=referrer]'))?.content;
  const policy = meta ?? header?.split(',').pop()?.trim();
  if (policy === 'no-referrer' || policy === 'same-origin') {
    yield finding(
      `This page's referrer policy is ${policy}, so its other links to Paddle don't show your domain.`,
      'The widget shows it all the same. For links of your own, use strict-origin-when-cross-origin.',
    );
  }
}

async function* checkEndpoint(target, refused) {
  const { endpoint, credentials } = target;
  const words = ['same-origin', 'include', 'omit'];
  const known = words.includes(credentials);
  if (credentials && !known) {
    yield finding(`credentials="${credentials}" is unknown.`, `Use ${words.join(', ')}.`);
  }
  const refuse = (name, reason) => {
    const told = refused.find((sentence) => sentence.endsWith(reason));
    if (!told) refused.push(`${name}: ${reason}`);
  };
  const headers = headersOf(target, refuse);
  const ask = (init) =>
    fetch(endpoint, {
      cache: 'no-store',
      redirect: 'manual',
      credentials: known ? credentials : 'same-origin',
      ...init,
    });
  try {
    new Request(endpoint);
  } catch {
    yield finding(`No request can go to endpoint="${endpoint}".`, 'Give the widget the URL of your proxy.');
    return;
  }
  // Refused headers are reported with the settings.
  if (!headers) return;
  // A request drops some silently.
  const { headers: kept } = new Request('about:blank', { headers });
  for (const [name] of headers) {
    if (!kept.has(name)) refuse('headers', `"${name}" is for the browser alone to send`);
  }
  const post = {
    method: 'POST',
    headers: [
      ...headers,
      ['content-type', 'application/json'],
      ['accept', 'application/json'],
      ['x-paddle-magic-links', '1'],
    ],
    body: NOTHING,
  };
  const { result: response, directives } = await forbidden(() => ask(post));
  if (response instanceof Error) {
    const allowed = credentials === 'include' ? ', access-control-allow-credentials among them' : '';
    yield directives.includes('connect-src')
      ? finding(
          `This page's content security policy forbids requests to ${endpoint}.`,
          'Add its origin to connect-src.',
        )
      : finding(
          `${endpoint} can't be reached: ${response.message}.`,
          `See that the proxy runs, and if it is on another origin, that it responds with CORS headers${allowed}.`,
        );
    return;
  }
  if (response.type === 'opaqueredirect') {
    yield finding(
      `${endpoint} responds with a redirect, as to a login page.`,
      'Sign in, and let it respond with 401 {"error":{"code":"session_expired"}} where nobody is.',
    );
    return;
  }
  const type = response.headers.get('content-type') ?? 'no content type';
  const code = await response
    .json()
    .then(({ error }) => error.code)
    .catch(() => null);
  if (response.ok) {
    yield finding(
      `${endpoint} responds with ${response.status} to a request for an environment that does not exist.`,
      'Let it respond with 400 {"error":{"code":"invalid_request"}}; is it the proxy at all?',
    );
  } else if ([404, 405].includes(response.status)) {
    yield finding(
      `${endpoint} responds with ${response.status}: it takes no POST.`,
      'Give the widget the path at which your backend has the proxy.',
    );
  } else if (!type.includes('json')) {
    yield finding(
      `${endpoint} responds with ${response.status} and ${type}.`,
      'Let it respond with JSON, {"error":{"code":"…"}}, so that the seller is told what is wrong.' +
        // The statuses of Django, Rails and Laravel.
        ([403, 422, 419].includes(response.status)
          ? " If it is your framework's check for CSRF, name its header in csrf-header, and where the " +
            'token is in csrf-meta or csrf-cookie.'
          : ''),
    );
  } else if (code === 'csrf_rejected') {
    yield finding(
      `${endpoint} responds with ${code}: it takes this page for another site.`,
      'See that the proxy knows the origin of this page, and that the token of csrf-header is right.',
    );
  } else if (code === 'session_expired') {
    yield finding(`${endpoint} responds with ${code}: nobody is signed in.`, 'Sign in, and check again.');
  }
  if (!response.headers.get('cache-control')?.includes('no-store')) {
    yield finding(
      `${endpoint} responds without cache-control: no-store.`,
      'Add that header to each of its responses: a code must be in no cache.',
    );
  }
  const got = await ask({ method: 'GET' }).catch(() => null);
  if (got?.ok) {
    yield finding(
      `${endpoint} responds with ${got.status} to GET.`,
      'Let it respond with 405: links and prefetching browsers send GET, and would mint codes.',
    );
  }
}

/** The element's own files. The code that checks them is loaded for an element only. */
async function* checkFiles(element, load) {
  const { checkOwnFiles } = await import('./own-files.js');
  yield* checkOwnFiles(element, load, { forbidden, finding });
}

async function* checkSettings(target, refused) {
  const { endpoint, fetchSession } = target;
  if (typeof fetchSession !== 'function') {
    if (fetchSession) yield finding('fetchSession is no function.', 'Set one, or give an endpoint.');
    const isItsAddress = (sentence) => / endpoint\b/.test(sentence);
    if (!endpoint) {
      refused = refused.filter((sentence) => !isItsAddress(sentence));
      yield finding(
        'The widget does not know where to get a code.',
        'Give it an endpoint, or set fetchSession.',
      );
    } else if (!refused.some(isItsAddress)) yield* checkEndpoint(target, refused);
  }
  for (const sentence of refused) yield finding(`The widget refuses ${sentence}.`, 'Correct that setting.');
}

/**
 * Checks the page, the proxy and the files of an element, or of an object with such properties, as from a
 * Leptos page. `refused` are the settings that the widget has reported, and `load` loads an element's
 * component. Prints each finding, and returns them all.
 *
 * @type {typeof import('./diagnose.js').diagnose}
 */
export async function diagnose(target, refused = [], load = undefined) {
  console.info(
    'paddle-magic-links: checking. What the browser prints meanwhile, such as 400, 403, 404 or 405, comes from ' +
      'these checks, and is expected.',
  );
  /** @type {import('./diagnose.js').Finding[]} */
  const findings = [];
  const checks = [checkFrame(), checkWasm(), checkReferrer(), checkSettings(target, [...refused])];
  // The file names of a Leptos page are unknown here.
  if (load) checks.push(checkFiles(target, load));
  for (const check of checks) for await (const found of check) findings.push(found);
  for (const { problem, fix } of findings) console.warn(`paddle-magic-links: ${problem} ${fix}`);
  if (!findings.length) console.info('paddle-magic-links: no problem found.');
  return findings;
}
