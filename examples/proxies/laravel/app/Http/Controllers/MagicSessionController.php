<?php

namespace App\Http\Controllers;

use Illuminate\Http\JsonResponse;
use Illuminate\Http\Request;
use Illuminate\Support\Facades\Log;
use Illuminate\Support\Str;

require_once base_path('paddle/proxy.php');
require_once base_path('paddle/limits.php');
require_once base_path('paddle/same_origin.php');

final class MagicSessionController
{
    public function __invoke(Request $request): JsonResponse
    {
        $headers = ['cache-control' => 'no-store', 'x-content-type-options' => 'nosniff'];
        $meta = ['request_id' => (string) Str::uuid()];
        $seller = $request->session()->get('seller');
        try {
            $data = magic_session(
                origin: $request->getSchemeAndHttpHost(),
                apis: config('paddle.apis'),
                sellers: config('paddle.sellers'),
                seller: $seller,
                limits: new \Limits(storage_path('app/paddle-limits.json'), config('paddle.clicks_per_minute')),
            );
            return response()->json(['data' => $data, 'meta' => $meta], 201, $headers);
        } catch (\Refusal $refusal) {
            Log::warning("{$meta['request_id']} seller $seller: $refusal->refusal");
            $headers += $refusal->retryAfter ? ['retry-after' => $refusal->retryAfter] : [];
            $status = $refusal->status ?? STATUS[$refusal->refusal] ?? 503;
            return response()->json(['error' => ['code' => $refusal->refusal], 'meta' => $meta], $status, $headers);
        }
    }
}
