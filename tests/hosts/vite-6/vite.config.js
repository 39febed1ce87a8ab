// React's JSX without a plugin of its own.
export default { esbuild: { jsx: 'automatic' } };
