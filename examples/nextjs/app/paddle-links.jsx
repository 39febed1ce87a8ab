'use client'; // In a file of the server alone, the import would never get to the browser.

import 'paddle-magic-links';

export default function PaddleLinks(attributes) {
  return <paddle-magic-links endpoint="/api/paddle/magic-sessions" {...attributes} />;
}
