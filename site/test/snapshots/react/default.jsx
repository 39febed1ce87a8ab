import { MagicLinks } from 'paddle-magic-links/react';

export const Payments = () => <MagicLinks endpoint="/api/paddle/magic-sessions" />;
