<?php

/** What the environment says. */

declare(strict_types=1);

function optional(string $name, string $otherwise = ''): string
{
    return trim((string) getenv($name)) ?: $otherwise;
}

function required(string $name): string
{
    return optional($name) ?: throw new DomainException("$name is missing");
}

final class Settings
{
    public readonly int $port;
    /** What browsers see. It differs from where this listens if a reverse proxy is in front. */
    public readonly string $origin;
    public readonly array $sellers;
    public readonly array $apis;
    /** Those of a stand-in, at the same origins. */
    public readonly array $dashboards;
    public readonly string $widget;
    public readonly int $clicksPerMinute;
    public readonly string $limits;

    public function __construct()
    {
        $keys = fn (string $seller): array => [
            'sandbox' => optional("SELLER_{$seller}_SANDBOX_KEY"),
            'live' => required("SELLER_{$seller}_LIVE_KEY"),
        ];
        $this->port = (int) optional('PORT', '3000');
        $this->origin = optional('ORIGIN', "http://127.0.0.1:$this->port");
        $this->sellers = ['a' => $keys('A'), 'b' => $keys('B')];
        $this->apis = [
            'sandbox' => optional('PADDLE_SANDBOX_API', 'https://sandbox-api.paddle.com'),
            'live' => optional('PADDLE_LIVE_API', 'https://api.paddle.com'),
        ];
        $this->dashboards = array_filter($this->apis, function (string $environment): bool {
            return optional('PADDLE_' . strtoupper($environment) . '_API') !== '';
        }, ARRAY_FILTER_USE_KEY);
        $this->widget = optional('WIDGET', dirname(__DIR__, 3) . '/dist/element');
        $this->clicksPerMinute = (int) optional('CLICKS_PER_MINUTE', '10');
        $this->limits = optional('LIMITS', sys_get_temp_dir() . "/harbour-limits-$this->port.json");
        if (!is_file("$this->widget/index.js")) {
            throw new DomainException("WIDGET names $this->widget, where no index.js is: run cargo xtask dist");
        }
    }
}
