export { PaddleMagicLinks } from './paddle-magic-links.js';
