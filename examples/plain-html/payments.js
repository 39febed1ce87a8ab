const links = document.querySelector('paddle-magic-links');
const last = document.querySelector('#last');

links.addEventListener('pml-start', (event) => {
  last.textContent = `Last: ${event.detail.redirect}`;
});
links.addEventListener('pml-error', (event) => {
  last.textContent = `Last: ${event.detail.code}`;
});
