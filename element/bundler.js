/** The script for bundlers. */
import { PaddleMagicLinks as Own } from './pure.js';

// Another copy may have defined the tag already; a page has one class, that of the first script.
export const PaddleMagicLinks = Own.define() ?? Own;
