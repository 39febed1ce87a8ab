/** What a bundler finds by the package's name. */
import { PaddleMagicLinks } from './pure.js';

PaddleMagicLinks.define();

export { PaddleMagicLinks };
