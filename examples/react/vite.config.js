import { defineConfig } from 'vite';

export default defineConfig({
  base: './',
  // React's JSX without a plugin of its own.
  oxc: { jsx: { runtime: 'automatic' } },
});
