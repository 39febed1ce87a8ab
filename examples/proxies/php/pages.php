<?php

/** The platform's pages, and the widget's files. */

declare(strict_types=1);

function page(?string $seller, array $dashboards): void
{
    $title = $seller === null ? 'Sign in' : 'Payments of seller ' . strtoupper($seller);
    $attributes = '';
    foreach ($dashboards as $environment => $origin) {
        $attributes .= " dashboard-$environment=\"" . htmlspecialchars($origin) . '"';
    }
    ?>
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title><?= $title ?></title>
<meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">
<script type="module" src="/paddle-magic-links/index.js"></script>
<h1><?= $title ?></h1>
<?php if ($seller === null): ?>
<form method="post" action="/sign-in">
  <button name="seller" value="a">As seller A</button>
  <button name="seller" value="b">As seller B</button>
</form>
<?php else: ?>
<paddle-magic-links endpoint="/api/paddle/magic-sessions" sign-in="/"<?= $attributes ?>>
  <a href="https://vendors.paddle.com">Open Paddle by hand</a>
</paddle-magic-links>
<form method="post" action="/sign-out"><button>Sign out</button></form>
<?php endif;
}

/** In production, the web server serves them. Every file but index.js has its content's hash in its name. */
function widget_file(string $directory, string $name): void
{
    $root = realpath($directory);
    $file = realpath("$root/$name");
    if ($file === false || !str_starts_with($file, "$root/") || !is_file($file)) {
        http_response_code(404);
        return;
    }
    $types = ['js' => 'text/javascript', 'wasm' => 'application/wasm'];
    header('content-type: ' . ($types[pathinfo($file, PATHINFO_EXTENSION)] ?? 'application/octet-stream'));
    header('cache-control: ' . ($name === 'index.js' ? 'no-cache' : 'public, max-age=31536000, immutable'));
    readfile($file);
}
