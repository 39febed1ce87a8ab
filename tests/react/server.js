import { writeFileSync } from 'node:fs';
import { renderToString } from 'react-dom/server';
import { page } from './payments.js';

writeFileSync('server.html', renderToString(page()));
