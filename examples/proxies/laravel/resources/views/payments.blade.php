<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Payments</title>
<meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">
<script type="module" src="/paddle-magic-links/index.js"></script>
<h1>Payments</h1>
@if (session('seller'))
<paddle-magic-links
  endpoint="/paddle/magic-sessions"
  sign-in="/"
  @foreach (config('paddle.dashboards') as $environment => $origin)
  dashboard-{{ $environment }}="{{ $origin }}"
  @endforeach
></paddle-magic-links>
@else
<form method="post" action="/sign-in">
  @csrf
  <button name="seller" value="a">As seller A</button>
  <button name="seller" value="b">As seller B</button>
</form>
@endif
