import 'paddle-magic-links';
