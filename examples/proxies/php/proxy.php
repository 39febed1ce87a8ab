<?php

/** Answers the widget's request with a one-time code, for the seller who is signed in. */

declare(strict_types=1);

const STATUS = [
    'invalid_request' => 400, 'session_expired' => 401, 'csrf_rejected' => 403, 'environment_not_configured' => 409,
    'upstream_auth' => 424, 'upstream_rejected' => 424, 'rate_limited' => 429,
];
const REDIRECTS = ['overview', 'payout_settings', 'retain_settings', 'onboarding'];

final class Refusal extends Exception
{
    public function __construct(
        public readonly string $refusal,
        public readonly ?int $status = null,
        public readonly int $retryAfter = 0,
    ) {
        parent::__construct($refusal);
    }
}

/** The environment of a request that has the contract's fields and no other. */
function read_environment(): string
{
    $body = file_get_contents('php://input', length: 4097);
    if (strlen($body) > 4096) {
        throw new Refusal('invalid_request', status: 413);
    }
    $click = json_decode($body, associative: true, depth: 8);
    $others = is_array($click) ? array_diff(array_keys($click), ['environment', 'redirect']) : ['no object'];
    $environment = $click['environment'] ?? null;
    $redirect = is_array($click) && array_key_exists('redirect', $click) ? $click['redirect'] : 'overview';
    $is_known = in_array($environment, ['sandbox', 'live'], true) && in_array($redirect, REDIRECTS, true);
    return $is_known && !$others ? $environment : throw new Refusal('invalid_request');
}

/** The code and its end, or a refusal without Paddle's words. It follows no redirect and asks once. */
function authorize(string $api, #[SensitiveParameter] string $key): array
{
    $body = $wait = '';
    $curl = curl_init("$api/magic-sessions/authorize");
    curl_setopt_array($curl, [
        CURLOPT_POST => true,
        CURLOPT_POSTFIELDS => '',
        CURLOPT_HTTPHEADER => ["authorization: Bearer $key", 'paddle-version: 1', 'content-type:'],
        CURLOPT_HTTP_VERSION => CURL_HTTP_VERSION_1_1,
        CURLOPT_TIMEOUT_MS => 8000,
        CURLOPT_HEADERFUNCTION => function ($curl, string $line) use (&$wait): int {
            $wait = preg_match('/^retry-after:\s*(\d+)\s*$/i', $line, $found) ? $found[1] : $wait;
            return strlen($line);
        },
        CURLOPT_WRITEFUNCTION => function ($curl, string $part) use (&$body): int {
            $body .= $part;
            return strlen($body) > 16 * 1024 ? 0 : strlen($part);
        },
    ]);
    curl_exec($curl);
    $error = curl_errno($curl);
    if ($error !== CURLE_OK) {
        throw new Refusal($error === CURLE_WRITE_ERROR ? 'upstream_invalid' : 'upstream_unavailable');
    }
    $status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
    $json = json_decode($body, associative: true);
    if ($status === 200 || $status === 201) {
        $code = $json['data']['code'] ?? null;
        $expires_at = $json['data']['expires_at'] ?? null;
        if (!is_string($code) || !preg_match('/^[!-~]{1,512}\z/', $code)) {
            throw new Refusal('upstream_invalid');
        }
        $is_time = is_string($expires_at) && preg_match('/^[\dTZ:.+-]{20,35}\z/', $expires_at);
        return ['code' => $code] + ($is_time ? ['expires_at' => $expires_at] : []);
    }
    throw match (true) {
        // Without an error code, it is a firewall's in front of Paddle. Then the key may be good.
        in_array($status, [401, 403], true) && isset($json['error']['code']) => new Refusal('upstream_auth'),
        $status === 429 => new Refusal('upstream_busy', retryAfter: $wait === '' ? 60 : max(1, min((int) $wait, 300))),
        $status >= 500 => new Refusal('upstream_unavailable'),
        $status >= 400 => new Refusal('upstream_rejected'),
        default => new Refusal('upstream_invalid'),
    };
}

/** `$sellers` has each seller's keys by environment, `$apis` Paddle's origins, `$seller` is by the session. */
function magic_session(string $origin, array $apis, array $sellers, ?string $seller, Limits $limits): array
{
    if ($_SERVER['REQUEST_METHOD'] !== 'POST') {
        header('allow: POST');
        throw new Refusal('invalid_request', status: 405);
    }
    $type = strtolower(trim(explode(';', $_SERVER['CONTENT_TYPE'] ?? '')[0]));
    $is_widget = ($_SERVER['HTTP_X_PADDLE_MAGIC_LINKS'] ?? '') === '1' && $type === 'application/json';
    if (!$is_widget || is_foreign($origin)) {
        throw new Refusal('csrf_rejected');
    }
    $keys = $sellers[$seller ?? ''] ?? throw new Refusal('session_expired');
    $environment = read_environment();
    $key = $keys[$environment] ?: throw new Refusal('environment_not_configured');
    $limits->admit($seller, $environment);
    try {
        return ['environment' => $environment] + authorize($apis[$environment], $key);
    } catch (Refusal $refusal) {
        $limits->pause($environment, $refusal->retryAfter);
        throw $refusal;
    }
}

function proxy(mixed ...$platform): void
{
    ignore_user_abort(true);
    $meta = ['request_id' => bin2hex(random_bytes(16))];
    header('content-type: application/json');
    try {
        $content = ['data' => magic_session(...$platform), 'meta' => $meta];
        http_response_code(201);
    } catch (Refusal $refusal) {
        $content = ['error' => ['code' => $refusal->refusal], 'meta' => $meta];
        http_response_code($refusal->status ?? STATUS[$refusal->refusal] ?? 503);
        if ($refusal->retryAfter) {
            header("retry-after: $refusal->retryAfter");
        }
        error_log("{$meta['request_id']} seller {$platform['seller']}: $refusal->refusal");
    }
    echo json_encode($content, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES);
}
