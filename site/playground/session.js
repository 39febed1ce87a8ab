/** What stands for a backend and for Paddle on this site, which has neither. */

const DELAY = 700;

/** What a proxy says, by its codes. Without a code, the network is the reason. */
const refusal = (failure) =>
  Object.assign(new Error(`simulated: ${failure}`), failure !== 'unreachable' && { code: failure });

const pause = (signal, milliseconds) =>
  new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    if (milliseconds !== undefined) setTimeout(resolve, milliseconds);
  });

/**
 * Puts an element on this site to work: it gets an invented code, and lands on a page that stands for the
 * dashboard. `failure` is asked for at each click.
 */
export const simulate = (element, from, failure = () => '') => {
  element.fetchSession = async ({ signal }) => {
    const simulated = failure();
    await pause(signal, simulated === 'no_response' ? undefined : DELAY);
    if (simulated) throw refusal(simulated);
    return { code: 'an-invented-code' };
  };
  element.addEventListener('pml-navigate', (event) => {
    // A magic link's path begins at an origin's root, which may be another site's.
    event.preventDefault();
    const { environment, redirect } = event.detail;
    const page = new URL('../stand-in/index.html', import.meta.url);
    page.search = new URLSearchParams({ environment, redirect, from });
    page.hash = location.hash;
    if (element.target === '_blank' && window.open(page)) return;
    location.assign(page);
  });
};
