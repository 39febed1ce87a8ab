/** The class for pages that are built. It defines no tag. */
import { chunk } from './chunk.js';
import { comesFrom } from './load.js';

comesFrom(chunk);

export { PaddleMagicLinks } from './paddle-magic-links.js';
