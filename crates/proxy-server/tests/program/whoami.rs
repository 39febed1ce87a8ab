//! The platform says who it is.

use crate::platform::{LIVE, LIVE_KEY, Platform, SANDBOX, WHOAMI, outcome, refusal};
use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Redirect},
};
use paddle_magic_links_proxy::Environment;
use serde_json::json;
use std::time::SystemTime;

const PAYOUTS: &str = r#"{"environment":"live","redirect":"payout_settings"}"#;

#[tokio::test]
async fn a_seller_whom_the_platform_knows_gets_a_code() {
    let platform = Platform::start(WHOAMI).await;
    platform.whoami_responds(|headers| {
        assert_eq!(headers["cookie"], "session=7");
        Json(json!({ "seller": "s_1", "actor": "u_9", "keys": { "live": LIVE_KEY } }))
            .into_response()
    });
    let ask = |body| {
        platform
            .ask(body)
            .header("cookie", "session=7")
            .header("authorization", "Bearer of-the-page")
    };
    let (status, body) = outcome(ask(LIVE)).await;
    assert_eq!((status, body["data"]["environment"].as_str()), (201, Some("live")));
    assert_eq!(refusal(ask(SANDBOX)).await, (409, "environment_not_configured".into()));
    for headers in platform.asked() {
        // Only what the configuration names is forwarded.
        for name in ["authorization", "origin", "x-paddle-magic-links", "content-type"] {
            assert!(!headers.contains_key(name), "{name}");
        }
    }
    let code = body["data"]["code"].as_str().unwrap().to_owned();
    let log = platform.log().await;
    assert!(log.contains(r#""seller":"s_1""#) && log.contains(r#""actor":"u_9""#), "{log}");
    assert!(!log.contains(LIVE_KEY) && !log.contains(&code) && !log.contains("session=7"));
}

#[tokio::test]
async fn a_header_or_a_query_cannot_name_the_seller() {
    let platform = Platform::start(WHOAMI).await;
    platform.whoami_responds(|headers| {
        assert!(!headers.contains_key("x-seller-id"));
        StatusCode::UNAUTHORIZED.into_response()
    });
    let request = platform.ask(LIVE).header("x-seller-id", "s_1").header("x-seller", "s_1");
    assert_eq!(refusal(request).await, (401, "session_expired".into()));
    assert_eq!(platform.stand_in.environment(Environment::Live).requests(), 0);
}

#[tokio::test]
async fn the_platforms_refusal_is_passed_on() {
    let platform = Platform::start(WHOAMI).await;
    let word = |code: &str| Json(json!({ "error": { "code": code } }));
    for (status, word, expected) in [
        (StatusCode::UNAUTHORIZED, None, (401, "session_expired")),
        (StatusCode::FORBIDDEN, None, (403, "not_allowed")),
        (StatusCode::FORBIDDEN, Some(word("csrf_rejected")), (403, "csrf_rejected")),
        (StatusCode::FORBIDDEN, Some(word("step_up_required")), (403, "step_up_required")),
        (StatusCode::FORBIDDEN, Some(word("of-the-platforms-own")), (403, "not_allowed")),
        (StatusCode::NOT_FOUND, None, (503, "site_unavailable")),
        (StatusCode::INTERNAL_SERVER_ERROR, None, (503, "site_unavailable")),
    ] {
        platform.whoami_responds(move |_| match word.clone() {
            Some(word) => (status, word).into_response(),
            None => status.into_response(),
        });
        let (actual, code) = refusal(platform.ask(LIVE)).await;
        assert_eq!((actual, code.as_str()), expected, "{status}");
    }
}

#[tokio::test]
async fn a_response_that_names_no_seller_is_site_unavailable() {
    let platform = Platform::start(WHOAMI).await;
    for body in [
        String::new(),
        "<!doctype html>".into(),
        "{}".into(),
        r#"{"seller":7}"#.into(),
        r#"{"seller":"../s_2","keys":{"live":"fake-live-user-api-key"}}"#.into(),
        r#"{"seller":"s_1","keys":{"live":"two words"}}"#.into(),
        r#"{"seller":"s_1","impersonating":true,"keys":{"live":"fake-live-user-api-key"}}"#.into(),
        r#"{"seller":"s_1","keys":{"live":"fake-live-user-api-key","test":""}}"#.into(),
        format!(r#"{{"seller":"s_1","more":"{}"}}"#, "x".repeat(4096)),
    ] {
        let responded = body.clone();
        platform.whoami_responds(move |_| responded.clone().into_response());
        assert_eq!(refusal(platform.ask(LIVE)).await, (503, "site_unavailable".into()), "{body}");
    }
    platform.whoami_responds(|_| Redirect::temporary("/sign-in").into_response());
    assert_eq!(refusal(platform.ask(LIVE)).await, (503, "site_unavailable".into()));
    let log = platform.log().await;
    assert!(!log.contains("two words") && !log.contains(LIVE_KEY));
}

#[tokio::test]
async fn impersonation_and_an_old_sign_in_are_told() {
    let platform = Platform::start(WHOAMI).await;
    platform.whoami_responds(|_| {
        Json(json!({ "seller": "s_1", "impersonated": true, "keys": { "live": LIVE_KEY } }))
            .into_response()
    });
    assert_eq!(refusal(platform.ask(LIVE)).await, (403, "not_allowed".into()));
    platform.whoami_responds(|_| {
        Json(json!({ "seller": "s_1", "signed_in": 1_700_000_000, "keys": { "live": LIVE_KEY } }))
            .into_response()
    });
    assert_eq!(refusal(platform.ask(PAYOUTS)).await, (403, "step_up_required".into()));
    assert_eq!(outcome(platform.ask(LIVE)).await.0, 201);
}

#[tokio::test]
async fn an_invalid_key_leaves_the_other_environment_alone() {
    let platform = Platform::start(WHOAMI).await;
    platform.whoami_responds(|_| {
        let keys = json!({ "sandbox": "two words", "live": LIVE_KEY });
        Json(json!({ "seller": "s_1", "keys": keys })).into_response()
    });
    assert_eq!(outcome(platform.ask(LIVE)).await.0, 201);
    assert_eq!(refusal(platform.ask(SANDBOX)).await, (503, "site_unavailable".into()));
    let log = platform.log().await;
    assert!(log.contains("whoami gives no valid key") && !log.contains("two words"), "{log}");
}

#[tokio::test]
async fn a_sign_in_in_milliseconds_is_not_fresh() {
    let platform = Platform::start(WHOAMI).await;
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
    platform.whoami_responds(move |_| {
        let keys = json!({ "live": LIVE_KEY });
        Json(json!({ "seller": "s_1", "signed_in": now * 1000, "keys": keys })).into_response()
    });
    assert_eq!(refusal(platform.ask(PAYOUTS)).await, (403, "step_up_required".into()));
    assert_eq!(outcome(platform.ask(LIVE)).await.0, 201);
}
