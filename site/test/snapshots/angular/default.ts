import { Component, CUSTOM_ELEMENTS_SCHEMA } from '@angular/core';
import 'paddle-magic-links';

@Component({
  selector: 'market-payments',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <paddle-magic-links endpoint="/api/paddle/magic-sessions" />
  `,
})
export class Payments {}
