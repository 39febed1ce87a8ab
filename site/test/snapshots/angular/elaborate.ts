import { Component, CUSTOM_ELEMENTS_SCHEMA } from '@angular/core';
import 'paddle-magic-links';

// Add themes.css to `styles` in angular.json.
@Component({
  selector: 'market-payments',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <paddle-magic-links
      endpoint="/api/paddle/magic-sessions"
      environments="live sandbox"
      environment="sandbox"
      live-only="disable"
      theme="dark"
      compact
      target="_blank"
      disabled
      sign-in="/login?a=1&amp;next={return}"
      timeout="20"
      csrf-header="x-csrf-token"
      csrf-meta="csrf-token"
      credentials="include"
      dashboard-live="http://127.0.0.1:4011"
      lang="ar"
      dir="rtl"
      class="theme-violet"
      style="--pml-accent: #0b57d0; --pml-on-accent: #ffffff; --pml-radius: 0"
      [redirects]="redirects"
      [strings]="strings"
      [headers]="headers"
    />
  `,
})
export class Payments {
  readonly redirects = [
    { redirect: 'onboarding', primary: true, badge: '2 documents missing', hint: 'It\'s due' },
    { redirect: 'payout_settings', disabled: 'Only the owner' },
    'overview',
  ];
  readonly strings = { 'Payout settings': 'Your "money"' };
  readonly headers = { 'x-tenant': '7' };
}
