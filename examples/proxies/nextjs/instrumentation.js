/** Runs once, when the server starts. */

export async function register() {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { check } = await import('./lib/settings.js');
  check();
}
