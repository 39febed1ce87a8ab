//! What the proxy asks of Paddle, and what it makes of the response.

use crate::platform::{LIVE, Platform, SANDBOX, is_for_this_page_only, json, refusal, serve};
use axum::{
    Router,
    body::{Body, Bytes},
    http::{HeaderMap, StatusCode},
    response::Redirect,
    routing::any,
};
use futures_util::stream;
use paddle_magic_links_proxy::{Cause, Environment, Paddle};
use paddle_magic_links_stand_in::Fault;
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};
use tokio::net::TcpListener;

#[tokio::test]
async fn a_seller_gets_a_code_for_the_requested_environment() {
    let platform = Platform::start().await;
    for (environment, body) in [(Environment::Sandbox, SANDBOX), (Environment::Live, LIVE)] {
        let response = platform.ask(body).send().await.unwrap();
        assert_eq!(response.status(), 201);
        is_for_this_page_only(&response);
        assert_eq!(response.headers()["content-type"], "application/json");
        let body = json(response).await;
        assert_eq!(body["data"]["code"].as_str().unwrap().len(), 43);
        assert_eq!(body["data"]["environment"], environment.as_str());
        assert!(body["data"]["expires_at"].as_str().unwrap().ends_with('Z'));
        assert_eq!(body["meta"]["request_id"].as_str().unwrap().len(), 36);
        assert_eq!(platform.stand_in.environment(environment).sessions_made(), 1);
    }
}

#[tokio::test]
async fn every_failure_of_paddle_has_its_refusal() {
    let platform = Platform::impatient().await;
    for (failure, status, code) in [
        (Fault::SlowResponse, 503, "upstream_unavailable"),
        (Fault::Forbidden, 424, "upstream_auth"),
        (Fault::InternalError, 503, "upstream_unavailable"),
        (Fault::Garbage, 503, "upstream_invalid"),
        (Fault::CutConnection, 503, "upstream_unavailable"),
        (Fault::Hang, 503, "upstream_unavailable"),
        (Fault::Close, 503, "upstream_unavailable"),
        (Fault::Reset, 503, "upstream_unavailable"),
        (Fault::Drip, 503, "upstream_unavailable"),
        (Fault::Endless, 503, "upstream_invalid"),
        (Fault::Blocked, 424, "upstream_rejected"),
        (Fault::Echo, 424, "upstream_auth"),
        (Fault::Redirect, 503, "upstream_invalid"),
        // The last, because Paddle is left alone after it.
        (Fault::TooManyRequests, 503, "upstream_busy"),
    ] {
        platform.stand_in.fail_with(Some(failure));
        let (actual_status, actual_code) = refusal(platform.ask(LIVE)).await;
        assert_eq!((actual_status, actual_code.as_str()), (status, code), "{failure:?}");
    }
    assert_eq!(platform.stand_in.requests_elsewhere(), 0);
    let response = platform.ask(SANDBOX).send().await.unwrap();
    assert_eq!(response.headers()["retry-after"], "30");
    assert_eq!(json(response).await["meta"]["request_id"].as_str().unwrap().len(), 36);
}

/// A status with a body, as Paddle's API responds.
async fn responding(status: u16, body: &'static str) -> Platform {
    let status = StatusCode::from_u16(status).unwrap();
    let paddle = serve(Router::new().fallback(any(async move || (status, body)))).await;
    Platform::with_live_api(&paddle).await
}

#[tokio::test]
async fn a_status_is_read_with_its_body() {
    let (auth, rejected) = ((424, "upstream_auth"), (424, "upstream_rejected"));
    let (unavailable, invalid) = ((503, "upstream_unavailable"), (503, "upstream_invalid"));
    for (status, body, expected) in [
        (401, r#"{"error":{"code":"authentication_missing"}}"#, auth),
        (403, r#"{"error":{"code":"forbidden"}}"#, auth),
        (403, r#"{"error":{"code":"another_word"}}"#, auth),
        // A firewall's page does not say that the key is bad.
        (403, "<!doctype html><title>Blocked</title>", rejected),
        (403, "{}", rejected),
        (400, r#"{"error":{"code":"bad_request"}}"#, rejected),
        (404, r#"{"error":{"code":"not_found"}}"#, rejected),
        (409, "", rejected),
        (422, "", rejected),
        (500, "", unavailable),
        (502, "<!doctype html>", unavailable),
        (503, "", unavailable),
        (504, "", unavailable),
        (204, "", invalid),
        (302, "", invalid),
        (200, "null", invalid),
        (201, r#"{"data":{"code":""}}"#, invalid),
        (201, r#"{"data":{"code":"two words"}}"#, invalid),
    ] {
        let platform = responding(status, body).await;
        let (actual_status, word) = refusal(platform.ask(LIVE)).await;
        assert_eq!((actual_status, word.as_str()), expected, "{status} {body}");
        let unreadable = platform.last_audit().cause == Some(Cause::UnreadableResponse { status });
        assert_eq!(unreadable, expected == invalid, "{status} {body}");
    }
}

#[tokio::test]
async fn only_paddles_own_words_are_noted() {
    for (body, code) in [
        (r#"{"error":{"code":"invalid_token"}}"#, Some("invalid_token")),
        (r#"{"error":{"code":"Bearer 0123456789abcdef0123456789abcdef"}}"#, None),
        (r#"{"error":{"code":"0123456789abcdef0123456789abcdef"}}"#, None),
        (r#"{"error":{"code":"0123456789abcdef"}}"#, None),
    ] {
        let platform = responding(403, body).await;
        assert_eq!(refusal(platform.ask_as("hex", LIVE)).await, (424, "upstream_auth".into()));
        let code = code.map(str::to_owned);
        let expected = Cause::PaddleError { status: 403, code };
        assert_eq!(platform.last_audit().cause, Some(expected));
    }
}

#[tokio::test]
async fn an_expiry_that_is_not_a_time_is_left_out() {
    for (body, expires_at) in [
        (
            r#"{"data":{"code":"x","expires_at":"2026-11-28T10:00:00.123456789Z"}}"#,
            Some("2026-11-28T10:00:00.123456789Z"),
        ),
        (r#"{"data":{"code":"x","expires_at":"<script>"}}"#, None),
        (r#"{"data":{"code":"x"}}"#, None),
    ] {
        let platform = responding(201, body).await;
        let body = json(platform.ask(LIVE).send().await.unwrap()).await;
        assert_eq!(body["data"].get("expires_at").and_then(|value| value.as_str()), expires_at);
    }
}

#[tokio::test]
async fn a_key_of_the_other_environment_is_upstream_auth() {
    let platform = Platform::start().await;
    let mixed_up = platform
        .ask_as("mixed up", SANDBOX)
        .header("content-type", "application/json; charset=utf-8");
    assert_eq!(refusal(mixed_up).await, (424, "upstream_auth".into()));
}

#[tokio::test]
async fn the_partner_id_is_sent() {
    let seen = Arc::new(std::sync::Mutex::new(HeaderMap::new()));
    let noted = seen.clone();
    let paddle = serve(Router::new().fallback(any(async move |headers: HeaderMap| {
        *noted.lock().unwrap() = headers;
        (StatusCode::CREATED, r#"{"data":{"code":"x"}}"#)
    })))
    .await;
    let platform = Platform::start_with(
        |builder| builder.api(Environment::Live, &paddle).partner_id("pid_fake"),
        |proxy| proxy,
    )
    .await;
    assert_eq!(platform.ask(LIVE).send().await.unwrap().status(), 201);
    assert_eq!(seen.lock().unwrap()["paddle-partnerid"], "pid_fake");
    let error = Paddle::builder().partner_id("two\nlines").build().unwrap_err();
    assert!(error.to_string().contains("partner id"));
}

#[tokio::test]
async fn an_unreachable_paddle_is_upstream_unavailable() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let nobody = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let platform = Platform::with_live_api(&nobody).await;
    assert_eq!(refusal(platform.ask(LIVE)).await, (503, "upstream_unavailable".into()));
    assert!(matches!(platform.last_audit().cause, Some(Cause::Connection(_))));
}

#[tokio::test]
async fn a_redirect_by_paddle_is_not_followed() {
    let hits = Arc::new(AtomicUsize::new(0));
    let counted = hits.clone();
    let elsewhere = serve(Router::new().fallback(move || {
        counted.fetch_add(1, Ordering::SeqCst);
        async {}
    }))
    .await;
    let redirecting =
        serve(Router::new().fallback(any(async move || Redirect::temporary(&elsewhere)))).await;
    let platform = Platform::with_live_api(&redirecting).await;
    assert_eq!(refusal(platform.ask(LIVE)).await, (503, "upstream_invalid".into()));
    assert_eq!(hits.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_response_that_never_ends_is_refused_after_16_kib() {
    const CHUNK: usize = 1024;
    let taken = Arc::new(AtomicUsize::new(0));
    let counted = taken.clone();
    // A session, so that only its length is wrong, and then white space for ever.
    let endless = serve(Router::new().fallback(any(async move || {
        let start = Bytes::from_static(br#"{"data":{"code":"x"}}"#);
        let chunks = stream::unfold(start, move |chunk| {
            let counted = counted.clone();
            async move {
                counted.fetch_add(chunk.len(), Ordering::SeqCst);
                Some((Ok::<_, std::io::Error>(chunk), Bytes::from_static(&[b' '; CHUNK])))
            }
        });
        (StatusCode::CREATED, Body::from_stream(chunks))
    })))
    .await;
    let platform = Platform::with_live_api(&endless).await;
    assert_eq!(refusal(platform.ask(LIVE)).await, (503, "upstream_invalid".into()));
    // What the sockets' buffers hold is sent as well.
    assert!(taken.load(Ordering::SeqCst) < 16 * 1024 * 1024);
}

#[tokio::test]
async fn a_session_of_more_than_16_kib_is_refused() {
    let padded = |length| format!(r#"{{"data":{{"code":"x"}},"more":"{}"}}"#, "x".repeat(length));
    for (body, status) in [(padded(16 * 1024 - 40), 201), (padded(16 * 1024), 503)] {
        let paddle = Router::new().fallback(any(async move || (StatusCode::CREATED, body)));
        let platform = Platform::with_live_api(&serve(paddle).await).await;
        assert_eq!(platform.ask(LIVE).send().await.unwrap().status(), status);
    }
}

#[test]
fn the_api_origin_must_be_https_or_loopback() {
    for origin in ["http://api.paddle.com", "https://api.paddle.com/v2", "ftp://127.0.0.1"] {
        let error = Paddle::builder().api(Environment::Live, origin).build().unwrap_err();
        assert!(error.to_string().contains(origin));
    }
}
