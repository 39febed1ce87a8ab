<?php

/**
 * How often a seller clicks, and how long Paddle wants to be left alone. In a file, because each request has a
 * process of its own; a platform keeps them in its cache.
 */

declare(strict_types=1);

final class Limits
{
    public function __construct(private readonly string $file, private readonly int $clicksPerMinute)
    {
    }

    public function admit(string $seller, string $environment): void
    {
        $this->change(function (array &$state) use ($seller, $environment): void {
            $now = microtime(true);
            $recent = array_values(array_filter($state['clicks'][$seller] ?? [], fn ($at) => $at > $now - 60));
            if (count($recent) >= $this->clicksPerMinute) {
                throw new Refusal('rate_limited', retryAfter: (int) ceil($recent[0] + 60 - $now));
            }
            $state['clicks'][$seller] = [...$recent, $now];
            $pause = (int) ceil(($state['busyUntil'][$environment] ?? $now) - $now);
            if ($pause > 0) {
                throw new Refusal('upstream_busy', retryAfter: $pause);
            }
        });
    }

    public function pause(string $environment, int $seconds): void
    {
        if ($seconds > 0) {
            $until = microtime(true) + $seconds;
            $this->change(function (array &$state) use ($environment, $until): void {
                $state['busyUntil'][$environment] = $until;
            });
        }
    }

    private function change(callable $change): void
    {
        $file = fopen($this->file, 'c+');
        flock($file, LOCK_EX);
        $state = json_decode(stream_get_contents($file), associative: true) ?? [];
        try {
            $change($state);
        } finally {
            ftruncate($file, 0);
            rewind($file);
            fwrite($file, json_encode($state));
            fclose($file);
        }
    }
}
