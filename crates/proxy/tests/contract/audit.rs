//! What the platform learns of each request.

use crate::{
    held_paddle::HeldPaddle,
    platform::{LIVE, Platform, json, refusal, serve},
};
use axum::{Router, http::StatusCode, routing::any};
use futures_util::FutureExt;
use paddle_magic_links_proxy::{Environment, RedirectTarget, RefusalCode, SellerId};
use reqwest::Method;
use std::pin::pin;

#[tokio::test]
async fn a_session_is_audited_with_both_request_ids() {
    let platform = Platform::start().await;
    let response = platform.ask(LIVE).send().await.unwrap();
    let own = response.headers()["x-request-id"].to_str().unwrap().to_owned();
    let paddles = json(response).await["meta"]["request_id"].as_str().unwrap().to_owned();
    let audit = platform.last_audit();
    assert_eq!(audit.request_id.as_str(), own);
    assert_eq!(audit.paddle_request_id.unwrap().as_str(), paddles);
    assert_ne!(own, paddles);
    assert_eq!(audit.environment, Some(Environment::Live));
    assert_eq!(audit.redirect, Some(RedirectTarget::Onboarding));
    assert_eq!(audit.seller, Some(SellerId::from("a seller")));
    assert_eq!(audit.actor.as_deref(), Some("an actor"));
    assert_eq!(audit.refusal, None);
}

#[tokio::test]
async fn every_request_ends_in_one_audit() {
    let platform = Platform::start().await;
    let post = || platform.ask(LIVE);
    for (request, code) in [
        (platform.request(Method::GET), RefusalCode::InvalidRequest),
        (platform.request(Method::POST), RefusalCode::CsrfRejected),
        (platform.ask_from("cross-site", "a seller", LIVE), RefusalCode::CsrfRejected),
        (post().body("{}"), RefusalCode::InvalidRequest),
        (post().body("x".repeat(2000)), RefusalCode::InvalidRequest),
        (platform.ask_as("limited", LIVE), RefusalCode::RateLimited),
        (platform.ask_as("panics", LIVE), RefusalCode::SiteUnavailable),
        (platform.ask_as("staff", LIVE), RefusalCode::NotAllowed),
    ] {
        let before = platform.audits().len();
        let response = request.send().await.unwrap();
        let own = response.headers()["x-request-id"].to_str().unwrap().to_owned();
        let body = json(response).await;
        assert_eq!(body["error"]["code"], code.as_str());
        // Paddle was not asked, so support gets the proxy's own id.
        assert_eq!(body["meta"]["request_id"], own);
        let audits = platform.audits();
        assert_eq!(audits.len(), before + 1, "{code}");
        assert_eq!(audits[before].refusal, Some(code));
        assert_eq!(audits[before].request_id.as_str(), own);
    }
}

#[tokio::test]
async fn a_code_is_audited_even_if_the_browser_has_left() {
    let (paddle, platform) = HeldPaddle::start(|proxy| proxy).await;
    let click = tokio::spawn(platform.ask(LIVE).send());
    paddle.is_asked().await;
    click.abort();
    assert!(click.await.unwrap_err().is_cancelled());
    assert_eq!(platform.audits().len(), 0);
    let mut ended = pin!(platform.in_progress.ended());
    assert!(ended.as_mut().now_or_never().is_none(), "it is in progress");
    paddle.let_through(1);
    ended.await;
    assert_eq!(platform.audits().len(), 1);
    assert_eq!(platform.last_audit().refusal, None);
}

#[tokio::test]
async fn paddles_request_id_is_kept_when_its_response_has_no_code() {
    let paddle = serve(Router::new().fallback(any(async || {
        (StatusCode::CREATED, r#"{"data":{},"meta":{"request_id":"r_1"}}"#)
    })))
    .await;
    let platform = Platform::with_live_api(&paddle).await;
    let body = json(platform.ask(LIVE).send().await.unwrap()).await;
    assert_eq!(body["meta"]["request_id"], "r_1");
    assert_eq!(platform.last_audit().paddle_request_id.unwrap().as_str(), "r_1");
    assert_eq!(refusal(platform.ask(LIVE)).await, (503, "upstream_invalid".into()));
}
