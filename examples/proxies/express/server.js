/** A platform whose sellers open their Paddle dashboard: its pages, its sessions, and the proxy. */

import { basename } from 'node:path';
import express from 'express';
import session from 'express-session';
import { payments, signIn } from './pages.js';
import { proxy } from './proxy.js';
import { isForeign } from './same-origin.js';
import * as settings from './settings.js';

const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src data:; " +
  "form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

const { origin, port, sellers } = settings;
const app = express();
app.disable('x-powered-by').disable('etag');

// Every file but index.js has its content's hash in its name.
const caching = (path) =>
  basename(path) === 'index.js' ? 'no-cache' : 'public, max-age=31536000, immutable';
const setHeaders = (response, path) => response.set('cache-control', caching(path));
app.use('/paddle-magic-links', express.static(settings.widget, { setHeaders, cacheControl: false }));

// Its default store keeps sessions in memory; a platform gives it one that lasts.
app.use(
  session({
    name: 'session',
    secret: settings.secret,
    resave: false,
    saveUninitialized: false,
    cookie: { httpOnly: true, sameSite: 'lax', secure: origin.startsWith('https:') },
  }),
);
app.use('/api/paddle/magic-sessions', proxy(settings));
if (settings.pages) app.use(express.static(settings.pages));

app.use((request, response, next) => {
  response.set({
    'cache-control': 'no-store',
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'x-content-type-options': 'nosniff',
  });
  if (request.method === 'POST' && isForeign(request, origin)) response.sendStatus(403);
  else next();
});
app.get('/', (request, response) => {
  const { seller } = request.session;
  response.send(seller ? payments(seller, settings.dashboards) : signIn());
});
app.get('/sign-in', (_, response) => response.send(signIn()));
app.post('/sign-in', express.urlencoded({ limit: 4096 }), (request, response, next) => {
  const { seller } = request.body ?? {};
  if (!Object.hasOwn(sellers, seller)) return response.sendStatus(400);
  // A session from before the sign-in could be somebody else's.
  request.session.regenerate((error) => {
    if (error) return next(error);
    request.session.seller = seller;
    response.redirect(303, '/');
  });
});
app.post('/sign-out', (request, response) => {
  request.session.destroy(() => response.clearCookie('session').redirect(303, '/'));
});

const server = app.listen(port, '127.0.0.1', (error) => {
  if (error) {
    console.error(`error: can't listen on port ${port}: ${error.code}`);
    process.exit(1);
  }
  console.log(`Open ${origin}/`);
});
// How long a client may take to send a request.
server.requestTimeout = 20_000;
server.headersTimeout = 10_000;
