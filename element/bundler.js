/** What a bundler finds by the package's name. */
import { PaddleMagicLinks as Own } from './pure.js';

// Another copy may have defined the tag before; there is one class in a page, whichever script is first.
export const PaddleMagicLinks = Own.define() ?? Own;
