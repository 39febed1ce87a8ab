import { MagicLinks } from 'paddle-magic-links/react';
import { createElement, StrictMode, useEffect, useRef, useState } from 'react';

/** Renders again whenever it is told something. */
function Payments({ dashboards }) {
  const links = useRef(null);
  const [told, setTold] = useState([]);
  const [alive, setAlive] = useState(false);
  useEffect(() => setAlive(true), []);
  const tell = ({ type }) => setTold((before) => [...before, type]);
  return createElement(
    'main',
    { className: alive ? 'alive' : undefined },
    createElement(
      MagicLinks,
      {
        ref: links,
        id: 'links',
        className: 'wide',
        style: { maxWidth: '40rem' },
        lang: 'de',
        title: 'Paddle',
        endpoint: '/api/paddle/magic-sessions',
        dashboardLive: dashboards?.live,
        dashboardSandbox: dashboards?.sandbox,
        compact: true,
        disabled: false,
        timeout: 20,
        environments: ['sandbox', 'production'],
        environment: 'sandbox',
        redirects: [
          { redirect: 'onboarding', primary: true, badge: `told "${told.length}"` },
          { redirect: 'payout_settings', disabled: 'Only the owner' },
        ],
        headers: { 'x-tenant': '7' },
        strings: { Live: 'Echt' },
        onStart: tell,
        // The first is kept here. By what was told before, so only the handler of the last rendering lets one go.
        onNavigate: (event) => {
          if (!told.includes(event.type)) event.preventDefault();
          tell(event);
        },
        onError: tell,
        onReturn: tell,
        onEnvironmentChange: tell,
      },
      createElement('a', { href: '/help' }, 'By hand'),
    ),
    createElement('p', { id: 'told' }, told.join(' ')),
    createElement(
      'button',
      { type: 'button', id: 'open', onClick: () => links.current.open('onboarding') },
      'Go on',
    ),
  );
}

export const page = (dashboards) => createElement(StrictMode, null, createElement(Payments, { dashboards }));
