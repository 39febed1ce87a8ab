// So that the development server leaves the build alone.
export default (phase) => ({ distDir: phase === 'phase-development-server' ? '.next-dev' : '.next' });
