import { createRoot, hydrateRoot } from 'react-dom/client';
import { page } from './payments.js';

const app = document.querySelector('#app');
// The test says where the dashboards are, as only a script may; a server has not rendered them.
const shown = page(globalThis.dashboards);
if (app.hasChildNodes()) hydrateRoot(app, shown);
else createRoot(app).render(shown);
