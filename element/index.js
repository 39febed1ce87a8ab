/** The script that a page without a bundler loads. */
import { files } from './files.js';
import { comesFrom } from './load.js';
import { PaddleMagicLinks as Own } from './paddle-magic-links.js';

comesFrom(files);

// Another copy may have defined the tag before; there is one class in a page, whichever script is first.
export const PaddleMagicLinks = Own.define() ?? Own;
