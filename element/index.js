/** The script for pages without a bundler. */
import { files } from './files.js';
import { comesFrom } from './load.js';
import { PaddleMagicLinks as Own } from './paddle-magic-links.js';

comesFrom(files);

// Another copy may have defined the tag already; a page has one class, that of the first script.
export const PaddleMagicLinks = Own.define() ?? Own;
