import { Component, CUSTOM_ELEMENTS_SCHEMA, signal } from '@angular/core';
import 'paddle-magic-links';
import type { PaddleMagicLinksEventMap } from 'paddle-magic-links';

@Component({
  selector: 'market-payments',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <main>
      <h1>Payments</h1>
      <paddle-magic-links
        endpoint="/api/paddle/magic-sessions"
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
  readonly last = signal('nothing yet');

  tell(event: PaddleMagicLinksEventMap['pml-start']) {
    this.last.set(event.detail.redirect);
  }
}
