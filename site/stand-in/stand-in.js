/** Says which page of the dashboard, or of the platform, the visitor would be on. */

const PAGES = {
  overview: 'Overview',
  payout_settings: 'Payout settings',
  retain_settings: 'Retain settings',
  onboarding: 'Onboarding',
};

const asked = new URLSearchParams(location.search);
const page = PAGES[asked.get('redirect')];
const environment = asked.get('environment') === 'sandbox' ? 'sandbox' : 'live';

const show = (id, text) => {
  document.getElementById(id).textContent = text;
};

if (asked.has('sign-in')) {
  document.title = 'Sign-in (simulated)';
  show('where', 'You would now be on your platform’s sign-in');
  show(
    'what',
    'This site has no sellers. In a real platform, the seller would sign in and come back to the payments page.',
  );
} else if (page) {
  document.title = `${page} · Paddle dashboard (simulated)`;
  show('where', `You would now be in the Paddle dashboard, in ${environment}, at ${page}`);
  const badge = document.getElementById('environment');
  badge.textContent = environment === 'live' ? 'Live' : 'Sandbox';
  badge.classList.add(environment);
  badge.hidden = false;
}

const back = document.getElementById('back');
if (asked.get('from') === 'start') {
  back.href = '../index.html';
  back.textContent = 'Back to the start page';
} else back.hash = location.hash;
