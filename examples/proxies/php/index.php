<?php

/** A platform whose sellers open their Paddle dashboard: its pages, its sessions, and the proxy. */

declare(strict_types=1);

require __DIR__ . '/limits.php';
require __DIR__ . '/pages.php';
require __DIR__ . '/proxy.php';
require __DIR__ . '/same_origin.php';
require __DIR__ . '/settings.php';

$settings = new Settings();
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH) ?: '/';

header('cache-control: no-store');
header('x-content-type-options: nosniff');
header("content-security-policy: default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; "
    . "img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'");

session_name('session');
session_set_cookie_params([
    'httponly' => true,
    'samesite' => 'Lax',
    'secure' => str_starts_with($settings->origin, 'https:'),
]);
// PHP would send caching headers of its own.
session_cache_limiter('');
ini_set('session.use_strict_mode', '1');

/** Who is signed in. The session is not kept locked, so that clicks do not wait for each other. */
function seller(): ?string
{
    if (!isset($_COOKIE[session_name()])) {
        return null;
    }
    session_start(['read_and_close' => true]);
    return $_SESSION['seller'] ?? null;
}

function see_payments(): void
{
    header('location: /', response_code: 303);
}

match (true) {
    $path === '/api/paddle/magic-sessions' => proxy(
        origin: $settings->origin,
        apis: $settings->apis,
        sellers: $settings->sellers,
        seller: seller(),
        limits: new Limits($settings->limits, $settings->clicksPerMinute),
    ),
    str_starts_with($path, '/paddle-magic-links/') => widget_file($settings->widget, substr($path, 20)),
    $path === '/' => page(seller(), $settings->dashboards),
    $_SERVER['REQUEST_METHOD'] !== 'POST' || is_foreign($settings->origin) => http_response_code(403),
    $path === '/sign-in' && isset($settings->sellers[$_POST['seller'] ?? '']) => (function (): void {
        session_start();
        // A session from before the sign-in could be somebody else's.
        session_regenerate_id(true);
        $_SESSION['seller'] = $_POST['seller'];
        see_payments();
    })(),
    $path === '/sign-out' => (function (): void {
        session_start();
        session_destroy();
        see_payments();
    })(),
    default => http_response_code(404),
};
