export * from './paddle-magic-links.js';
