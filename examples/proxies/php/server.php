<?php

/** Serves the platform on 127.0.0.1 with PHP's own server, which is for development. */

declare(strict_types=1);

require __DIR__ . '/settings.php';

try {
    $settings = new Settings();
} catch (DomainException $error) {
    fwrite(STDERR, "error: {$error->getMessage()}\n");
    exit(1);
}
@unlink($settings->limits);
echo "Open $settings->origin/\n";
// Several processes, so that one click does not wait for another. They do not end with the first of them, so they
// get a group, which is ended as one.
$server = pcntl_fork();
if ($server === 0) {
    posix_setpgid(0, 0);
    $options = ['-d', 'expose_php=0', '-d', 'display_errors=0', '-d', 'error_log=/dev/stderr', '-d', 'post_max_size=4K'];
    $arguments = [...$options, '-q', '-S', "127.0.0.1:$settings->port", __DIR__ . '/index.php'];
    pcntl_exec(PHP_BINARY, $arguments, ['PHP_CLI_SERVER_WORKERS' => '4'] + getenv());
}
foreach ([SIGINT, SIGTERM] as $signal) {
    pcntl_signal($signal, fn () => posix_kill(-$server, SIGTERM), restart_syscalls: false);
}
pcntl_async_signals(true);
while (pcntl_waitpid($server, $status) === -1 && pcntl_get_last_error() === PCNTL_EINTR);
exit(pcntl_wifexited($status) ? pcntl_wexitstatus($status) : 0);
