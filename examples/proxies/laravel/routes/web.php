<?php

use App\Http\Controllers\MagicSessionController;
use Illuminate\Http\Request;
use Illuminate\Support\Facades\Route;

Route::view('/', 'payments');
Route::post('/paddle/magic-sessions', MagicSessionController::class);
Route::post('/sign-in', function (Request $request) {
    abort_unless(in_array($request->input('seller'), ['a', 'b'], true), 400);
    // A session from before the sign-in could be somebody else's.
    $request->session()->invalidate();
    $request->session()->put('seller', $request->input('seller'));
    return redirect('/');
});
