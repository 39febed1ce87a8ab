<?php

declare(strict_types=1);

/**
 * Whether a browser sent this request from another origin. All browsers in which the widget works send `Origin` or
 * `Sec-Fetch-Site` with a POST:
 * https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 */
function is_foreign(string $origin): bool
{
    return ($_SERVER['HTTP_ORIGIN'] ?? $origin) !== $origin
        || ($_SERVER['HTTP_SEC_FETCH_SITE'] ?? 'same-origin') !== 'same-origin';
}
