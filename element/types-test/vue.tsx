/** @jsxImportSource vue */
import type {} from 'paddle-magic-links/vue';
import type { GlobalComponents } from 'vue';

export const payments = (
  <paddle-magic-links
    key="links"
    class="links"
    endpoint="/api/paddle/magic-sessions"
    csrf-header="x-csrf-token"
    redirects={['overview', 'onboarding']}
    fetchSession={async ({ redirect }) => ({ code: redirect })}
    onPmlEnvironmentChange={(event) => event.detail.environment satisfies string}
  />
);

// @ts-expect-error: there are two environments.
export const unknown = <paddle-magic-links environment="staging" />;

// What a template's compiler checks against.
type Template = InstanceType<GlobalComponents['paddle-magic-links']>['$props'];
export const template: Template = { endpoint: '/links', onPmlStart: (event) => event.detail.redirect };
// @ts-expect-error: seconds, not a truth value.
export const wrong: Template = { timeout: true };
