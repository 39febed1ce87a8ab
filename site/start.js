/** Brings the widget on the first page to life. mdBook loads this as a classic script, on every page. */

(() => {
  const { src } = document.currentScript;
  const menu = document.querySelector('.right-buttons');
  const link = document.createElement('a');
  link.href = new URL('playground/index.html', src);
  link.textContent = 'Playground';
  link.className = 'to-playground';
  menu?.prepend(link);

  const element = document.querySelector('.live paddle-magic-links');
  if (!element) return;
  import(new URL('paddle-magic-links/index.js', src));
  import(new URL('playground/session.js', src)).then(({ simulate }) => simulate(element, 'start'));
})();
