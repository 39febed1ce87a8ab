<?php

return [
    'driver' => 'file',
    'files' => storage_path(),
    'lottery' => [0, 1],
    'cookie' => 'session',
    'lifetime' => 120,
    'expire_on_close' => false,
    'path' => '/',
    'domain' => null,
    'secure' => null,
    'http_only' => true,
    'same_site' => 'lax',
];
