const links = document.querySelector('paddle-magic-links');
const last = document.querySelector('#last');

links.addEventListener('pml-start', (event) => {
  last.textContent = `Last: ${event.detail.redirect}`;
});
links.addEventListener('pml-error', (event) => {
  last.textContent = `Last: ${event.detail.code}`;
});

// Paddle has no return URL. Load again here what the seller may have changed there.
links.addEventListener('pml-return', () => {
  last.textContent = 'Last: back from Paddle';
});

// A link in an e-mail, such as /payments?open=payout_settings, highlights that button. It opens nothing.
const wanted = new URLSearchParams(location.search).get('open');
const offered = ['onboarding', 'payout_settings'];
if (offered.includes(wanted)) {
  links.redirects = offered.map((redirect) => ({ redirect, primary: redirect === wanted }));
}
