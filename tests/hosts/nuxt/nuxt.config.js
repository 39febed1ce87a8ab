export default defineNuxtConfig({
  compatibilityDate: '2026-11-01',
  vue: { compilerOptions: { isCustomElement: (tag) => tag === 'paddle-magic-links' } },
  // Your backend, from the page's own origin, in development.
  nitro: {
    devProxy: { '/api': 'http://127.0.0.1:3000/api', '/sign-in': 'http://127.0.0.1:3000/sign-in' },
  },
  // Empty but for a stand-in: NUXT_PUBLIC_DASHBOARD_LIVE and NUXT_PUBLIC_DASHBOARD_SANDBOX.
  runtimeConfig: { public: { dashboardLive: '', dashboardSandbox: '' } },
});
