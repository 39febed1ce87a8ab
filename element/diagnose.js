/**
 * For the platform's developer: finds what keeps the widget from working in this page, and says what
 * to change. Loaded on demand, so that no seller pays for it. It mints nothing.
 */

/** The smallest module there is. */
const WASM = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);

/** Nothing that a proxy could mint a code for. */
const NOTHING = JSON.stringify({ environment: 'none', redirect: 'overview' });

const finding = (problem, fix) => ({ problem, fix });

/** What the page's own policy forbids while `attempt` runs. */
const forbidden = async (attempt) => {
  const directives = [];
  const note = (event) => directives.push(event.effectiveDirective);
  document.addEventListener('securitypolicyviolation', note);
  const result = await attempt().catch((error) => error);
  // The event comes in a task of its own.
  await new Promise((next) => setTimeout(next, 50));
  document.removeEventListener('securitypolicyviolation', note);
  return { result, directives };
};

async function* checkFrame() {
  if (window.origin === 'null') {
    yield finding(
      'This page has no origin, so Paddle would see no domain that it knows.',
      'Serve it by http, and if it is in a sandboxed frame, add allow-same-origin to its sandbox.',
    );
  }
  let sandbox;
  try {
    sandbox = window.frameElement?.getAttribute('sandbox');
  } catch {
    // The page around it is of another origin, and can't be looked at.
  }
  if (typeof sandbox !== 'string') return;
  const flags = sandbox.split(/\s+/);
  for (const flag of ['allow-top-navigation', 'allow-popups', 'allow-popups-to-escape-sandbox']) {
    if (!flags.includes(flag)) {
      yield finding(
        `This page is in a sandboxed frame without ${flag}.`,
        flag === 'allow-top-navigation'
          ? `Add ${flag} to its sandbox, or the window can't leave for Paddle.`
          : `Add ${flag} to its sandbox if Paddle is to open in a new tab.`,
      );
    }
  }
}

async function* checkWasm() {
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
    .then((answer) => answer.headers.get('referrer-policy'))
    .catch(() => null);
  const meta = document.querySelector('meta[name=referrer]')?.content;
  const policy = meta ?? header?.split(',').pop().trim();
  if (policy === 'no-referrer' || policy === 'same-origin') {
    yield finding(
      `This page's referrer policy is ${policy}, so its other links to Paddle don't show your domain.`,
      'The widget shows it all the same. For links of your own, use strict-origin-when-cross-origin.',
    );
  }
}

async function* checkEndpoint(endpoint, headers) {
  const ask = (init) =>
    fetch(endpoint, { cache: 'no-store', redirect: 'manual', credentials: 'same-origin', ...init });
  const post = () =>
    ask({
      method: 'POST',
      headers: {
        ...headers,
        'content-type': 'application/json',
        accept: 'application/json',
        'x-paddle-magic-links': '1',
      },
      body: NOTHING,
    });
  const { result: answer, directives } = await forbidden(post);
  if (answer instanceof Error) {
    yield directives.includes('connect-src')
      ? finding(
          `This page's content security policy forbids requests to ${endpoint}.`,
          'Add its origin to connect-src.',
        )
      : finding(
          `${endpoint} can't be reached: ${answer.message}.`,
          'See that the proxy runs, and if it is on another origin, that it answers with CORS headers.',
        );
    return;
  }
  if (answer.type === 'opaqueredirect') {
    yield finding(
      `${endpoint} answers with a redirect, as to a login page.`,
      'Sign in, and let it answer 401 {"error":{"code":"session_expired"}} where nobody is.',
    );
    return;
  }
  const type = answer.headers.get('content-type') ?? 'no content type';
  if (answer.ok) {
    yield finding(
      `${endpoint} answers ${answer.status} to a request for an environment that does not exist.`,
      'Let it answer 400 {"error":{"code":"invalid_request"}}; is it the proxy at all?',
    );
  } else if ([404, 405].includes(answer.status)) {
    yield finding(
      `${endpoint} answers ${answer.status}: it takes no POST.`,
      'Give the widget the path at which your backend has the proxy.',
    );
  } else if (!type.includes('json')) {
    yield finding(
      `${endpoint} answers ${answer.status} with ${type}.`,
      'Let it answer with JSON, {"error":{"code":"…"}}, so that the seller is told what is wrong.',
    );
  }
  if (!answer.headers.get('cache-control')?.includes('no-store')) {
    yield finding(
      `${endpoint} answers without cache-control: no-store.`,
      'Add that header to each of its answers: a code must be in no cache.',
    );
  }
  const got = await ask({ method: 'GET' }).catch(() => null);
  if (got?.ok) {
    yield finding(
      `${endpoint} answers ${got.status} to GET.`,
      'Let it answer 405: links and prefetching browsers send GET, and would mint codes.',
    );
  }
}

/**
 * Looks at the page, and at the proxy of an element (or of anything with `endpoint`, `headers` and
 * `fetchSession`). Prints each finding, and returns them all.
 */
export async function diagnose(target) {
  const { endpoint, headers, fetchSession } = target;
  const findings = [];
  const checks = [checkFrame(), checkWasm(), checkReferrer()];
  if (endpoint) {
    checks.push(checkEndpoint(endpoint, headers));
  } else if (!fetchSession) {
    findings.push(
      finding('The widget does not know where to get a code.', 'Give it an endpoint, or set fetchSession.'),
    );
  }
  for (const check of checks) for await (const found of check) findings.push(found);
  for (const { problem, fix } of findings) console.warn(`paddle-magic-links: ${problem} ${fix}`);
  if (!findings.length) console.info('paddle-magic-links: nothing found that keeps it from working.');
  return findings;
}
