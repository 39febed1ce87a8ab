import { defineConfig } from 'vite';

export default defineConfig({
  base: './',
  // React's JSX without a plugin of its own.
  oxc: { jsx: { runtime: 'automatic' } },
  // Your backend, from the page's own origin. It gets the browser's `Origin` as it is.
  server: { proxy: { '/api': 'http://127.0.0.1:3000', '/sign-in': 'http://127.0.0.1:3000' } },
});
