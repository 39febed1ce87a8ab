/** The platform's two pages. */

const page = (title, body) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${title}</title>
<meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">
<h1>${title}</h1>
${body}`;

export const signIn = () =>
  page(
    'Sign in',
    `<form method="post" action="/sign-in">
  <button name="seller" value="a">As seller A</button>
  <button name="seller" value="b">As seller B</button>
</form>`,
  );

/** `dashboards` are attributes that only a stand-in for Paddle needs. */
export const payments = (seller, dashboards) =>
  page(
    `Payments of seller ${seller.toUpperCase()}`,
    `<script type="module" src="/paddle-magic-links/index.js"></script>
<paddle-magic-links endpoint="/api/paddle/magic-sessions" sign-in="/" ${dashboards}>
  <a href="https://vendors.paddle.com">Open Paddle by hand</a>
</paddle-magic-links>
<form method="post" action="/sign-out"><button>Sign out</button></form>`,
  );
