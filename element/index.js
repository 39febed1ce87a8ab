import { PaddleMagicLinks } from './paddle-magic-links.js';

PaddleMagicLinks.define();

export { PaddleMagicLinks };
