<?php

/** Laravel 8, as Debian has it, with the middleware that Laravel's own skeleton has. */

use Illuminate\Contracts\Debug\ExceptionHandler;
use Illuminate\Contracts\Http\Kernel;
use Illuminate\Foundation\Application;
use Illuminate\Foundation\Exceptions\Handler;
use Illuminate\Foundation\Http\Middleware\VerifyCsrfToken;
use Illuminate\Support\Facades\Route;

require 'Illuminate/autoload.php';
spl_autoload_register(function (string $class): void {
    if (str_starts_with($class, 'App\\')) {
        require dirname(__DIR__) . '/app/' . strtr(substr($class, 4), '\\', '/') . '.php';
    }
});

$app = new Application(dirname(__DIR__));
// Each of the servers that the tests start has limits of its own. A server is one process, which serves all requests.
$storage = dirname(__DIR__) . '/.storage/' . getmypid();
is_dir("$storage/app") || mkdir("$storage/app", recursive: true);
$app->useStoragePath($storage);
putenv("APP_PACKAGES_CACHE=$storage/packages.php");
putenv("APP_SERVICES_CACHE=$storage/services.php");

$app->singleton(ExceptionHandler::class, Handler::class);
$app->singleton(Kernel::class, fn () => new class ($app, $app['router']) extends Illuminate\Foundation\Http\Kernel {
    protected $middleware = [
        Illuminate\Http\Middleware\TrustProxies::class,
        Illuminate\Foundation\Http\Middleware\PreventRequestsDuringMaintenance::class,
        Illuminate\Foundation\Http\Middleware\ValidatePostSize::class,
        Illuminate\Foundation\Http\Middleware\TrimStrings::class,
        Illuminate\Foundation\Http\Middleware\ConvertEmptyStringsToNull::class,
    ];
    protected $middlewareGroups = ['web' => [
        Illuminate\Cookie\Middleware\EncryptCookies::class,
        Illuminate\Cookie\Middleware\AddQueuedCookiesToResponse::class,
        Illuminate\Session\Middleware\StartSession::class,
        Illuminate\View\Middleware\ShareErrorsFromSession::class,
        VerifyCsrfToken::class,
        Illuminate\Routing\Middleware\SubstituteBindings::class,
    ]];
});
$app->bind(VerifyCsrfToken::class, fn () => new class ($app, $app['encrypter']) extends VerifyCsrfToken {
    protected $except = ['paddle/magic-sessions'];
});
$app->booted(fn () => Route::middleware('web')->group(base_path('routes/web.php')));

return $app;
