//! What the proxy asks of Paddle, and what it makes of the response.

use crate::platform::{Keys, LIVE, Platform, is_for_this_page_only, json, refusal, serve};
use axum::{Router, response::Redirect, routing::any};
use paddle_magic_links_proxy::{Environment, Paddle, router};
use paddle_magic_links_stand_in::Fault;
use reqwest::Method;
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};
use tokio::net::TcpListener;

#[tokio::test]
async fn a_seller_gets_a_code_for_the_requested_environment() {
    let platform = Platform::start().await;
    for (environment, body) in
        [(Environment::Sandbox, r#"{"environment":"sandbox"}"#), (Environment::Live, LIVE)]
    {
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
    let platform = Platform::start().await;
    for (failure, status, code) in [
        (Fault::SlowResponse, 504, "upstream_unavailable"),
        (Fault::Forbidden, 502, "upstream_auth"),
        (Fault::TooManyRequests, 503, "upstream_busy"),
        (Fault::InternalError, 502, "upstream_unavailable"),
        (Fault::Garbage, 502, "upstream_invalid"),
        (Fault::CutConnection, 502, "upstream_unavailable"),
    ] {
        platform.stand_in.fail_with(Some(failure));
        let (actual_status, actual_code) = refusal(platform.ask(LIVE)).await;
        assert_eq!((actual_status, actual_code.as_str()), (status, code), "{failure:?}");
    }
    platform.stand_in.fail_with(Some(Fault::TooManyRequests));
    let response = platform.ask(LIVE).send().await.unwrap();
    assert_eq!(response.headers()["retry-after"], "30");
    assert_eq!(json(response).await["meta"]["request_id"].as_str().unwrap().len(), 36);
    platform.stand_in.fail_with(None);
    assert_eq!(platform.ask(LIVE).send().await.unwrap().status(), 201);
}

#[tokio::test]
async fn a_key_of_the_other_environment_is_upstream_auth() {
    let platform = Platform::start().await;
    let mixed_up = platform
        .request(Method::POST)
        .header("content-type", "application/json; charset=utf-8")
        .header("x-paddle-magic-links", "1")
        .header("x-test-session", "mixed up")
        .body(r#"{"environment":"sandbox"}"#);
    assert_eq!(refusal(mixed_up).await, (502, "upstream_auth".into()));
}

#[tokio::test]
async fn an_unreachable_paddle_is_upstream_unavailable() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let nobody = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let paddle = Paddle::new().with_api(Environment::Live, &nobody).unwrap();
    let mut platform = Platform::start().await;
    platform.origin = serve(router(paddle, Keys)).await;
    assert_eq!(refusal(platform.ask(LIVE)).await, (502, "upstream_unavailable".into()));
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
    let mut platform = Platform::start().await;
    let paddle = Paddle::new().with_api(Environment::Live, &redirecting).unwrap();
    platform.origin = serve(router(paddle, Keys)).await;
    assert_eq!(refusal(platform.ask(LIVE)).await, (502, "upstream_invalid".into()));
    assert_eq!(hits.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_long_response_without_json_is_refused() {
    let endless = serve(Router::new().fallback(any(async || " ".repeat(1_000_000)))).await;
    let mut platform = Platform::start().await;
    let paddle = Paddle::new().with_api(Environment::Live, &endless).unwrap();
    platform.origin = serve(router(paddle, Keys)).await;
    assert_eq!(refusal(platform.ask(LIVE)).await, (502, "upstream_invalid".into()));
}

#[test]
fn the_api_origin_must_be_https_or_loopback() {
    for origin in ["http://api.paddle.com", "https://api.paddle.com/v2", "ftp://127.0.0.1"] {
        let error = Paddle::new().with_api(Environment::Live, origin).unwrap_err();
        assert!(error.to_string().contains(origin));
    }
}
