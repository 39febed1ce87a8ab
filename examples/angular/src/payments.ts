import { Component, CUSTOM_ELEMENTS_SCHEMA, isDevMode, signal } from '@angular/core';
import 'paddle-magic-links';
import type { PaddleMagicLinksEventMap } from 'paddle-magic-links';

@Component({
  selector: 'app-root',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <main>
      <h1>Payments</h1>
      <paddle-magic-links
        endpoint="/api/paddle/magic-sessions"
        sign-in="/sign-in"
        [attr.dashboard-live]="standIn?.live"
        [attr.dashboard-sandbox]="standIn?.sandbox"
        [redirects]="redirects"
        (pml-start)="tell($event)"
      />
      <p>Last: {{ last() }}</p>
    </main>
  `,
})
export class Payments {
  readonly redirects = [
    { redirect: 'onboarding', primary: true, badge: '2 documents missing' },
    'payout_settings',
  ];
  /** In place of Paddle, while you develop. */
  readonly standIn = isDevMode()
    ? { live: 'http://127.0.0.1:4011', sandbox: 'http://127.0.0.1:4010' }
    : undefined;
  readonly last = signal('nothing yet');

  tell(event: PaddleMagicLinksEventMap['pml-start']) {
    this.last.set(event.detail.redirect);
  }
}
