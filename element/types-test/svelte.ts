import type {} from 'paddle-magic-links/svelte';
import type { SvelteHTMLElements } from 'svelte/elements';

// What Svelte checks its markup against.
type Markup = SvelteHTMLElements['paddle-magic-links'];

export const payments: Markup = {
  class: 'links',
  endpoint: '/api/paddle/magic-sessions',
  'csrf-header': 'x-csrf-token',
  redirects: ['overview', 'onboarding'],
  headers: { 'x-tenant': '7' },
  'onpml-start': (event) => event.detail.redirect satisfies string,
};
// @ts-expect-error: there are two environments.
export const unknown: Markup = { environment: 'staging' };
// @ts-expect-error: no such event.
export const misspelt: Markup = { 'onpml-begin': () => {} };
