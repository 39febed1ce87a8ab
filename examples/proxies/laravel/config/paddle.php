<?php

$keys = fn (string $seller): array => [
    'sandbox' => env("SELLER_{$seller}_SANDBOX_KEY"),
    'live' => env("SELLER_{$seller}_LIVE_KEY"),
];

return [
    'apis' => [
        'sandbox' => env('PADDLE_SANDBOX_API', 'https://sandbox-api.paddle.com'),
        'live' => env('PADDLE_LIVE_API', 'https://api.paddle.com'),
    ],
    // A stand-in has its dashboards at the same origins.
    'dashboards' => array_filter(['sandbox' => env('PADDLE_SANDBOX_API'), 'live' => env('PADDLE_LIVE_API')]),
    'sellers' => ['a' => $keys('A'), 'b' => $keys('B')],
    'clicks_per_minute' => (int) env('CLICKS_PER_MINUTE', 10),
];
