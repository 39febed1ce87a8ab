import { Component, CUSTOM_ELEMENTS_SCHEMA } from '@angular/core';
import 'paddle-magic-links';
import type { FetchSession } from 'paddle-magic-links';

@Component({
  selector: 'market-payments',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <paddle-magic-links
      redirects="onboarding overview"
      [fetchSession]="fetchSession"
    />
  `,
})
export class Payments {
  readonly fetchSession: FetchSession = async ({ environment, redirect, signal }) => {
    // Ask your own backend, in your own way.
    return { code: await yourRequest(environment, redirect, signal) };
  };
}
