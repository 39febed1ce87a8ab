//! What the platform says of a seller.

use crate::platform::{GENEROUS, LIVE, Platform, SANDBOX, refusal};
use paddle_magic_links_proxy::{Cause, Limits, Rate, RefusalCode};
use paddle_magic_links_stand_in::Fault;
use reqwest::Method;
use std::time::Duration;

const PAYOUTS: &str = r#"{"environment":"live","redirect":"payout_settings"}"#;

#[tokio::test]
async fn the_platforms_refusal_is_returned_without_asking_paddle() {
    let platform = Platform::start().await;
    let signed_out = platform
        .request(Method::POST)
        .header("content-type", "application/json")
        .header("x-paddle-magic-links", "1")
        .body(LIVE);
    assert_eq!(refusal(signed_out).await, (401, "session_expired".into()));
    assert_eq!(
        refusal(platform.ask_as("live only", SANDBOX)).await,
        (409, "environment_not_configured".into())
    );
    let response = platform.ask_as("limited", LIVE).send().await.unwrap();
    assert_eq!(
        (response.status().as_u16(), &response.headers()["retry-after"]),
        (429, &"7".parse().unwrap())
    );
    assert_eq!(platform.asked_paddle(), 0);
}

#[tokio::test]
async fn staff_who_look_at_a_sellers_pages_get_no_code() {
    let platform = Platform::start().await;
    assert_eq!(refusal(platform.ask_as("staff", LIVE)).await, (403, "not_allowed".into()));
    assert_eq!(platform.asked_paddle(), 0);
}

#[tokio::test]
async fn payout_settings_need_a_fresh_sign_in() {
    let platform = Platform::start().await;
    assert_eq!(refusal(platform.ask_as("stale", PAYOUTS)).await, (403, "step_up_required".into()));
    assert_eq!(platform.asked_paddle(), 0);
    assert_eq!(platform.ask_as("stale", LIVE).send().await.unwrap().status(), 201);
    assert_eq!(platform.ask(PAYOUTS).send().await.unwrap().status(), 201);
}

#[tokio::test]
async fn a_platform_that_hangs_is_site_unavailable_in_time() {
    let platform =
        Platform::start_with(|paddle| paddle, |proxy| proxy.deadline(Duration::from_millis(200)))
            .await;
    for session in ["slow", "slow key"] {
        let refused = refusal(platform.ask_as(session, LIVE)).await;
        assert_eq!(refused, (503, "site_unavailable".into()), "{session}");
        assert_eq!(platform.last_audit().cause, Some(Cause::SlowPlatform));
    }
    assert_eq!(platform.asked_paddle(), 0);
}

#[tokio::test]
async fn a_panic_of_the_platform_is_site_unavailable_and_the_next_click_works() {
    let platform = Platform::start().await;
    let refused = refusal(platform.ask_as("panics", LIVE)).await;
    assert_eq!(refused, (503, "site_unavailable".into()));
    assert_eq!(platform.last_audit().cause, Some(Cause::Panic));
    assert_eq!(platform.ask(LIVE).send().await.unwrap().status(), 201);
}

fn was_refused_by_paddle(platform: &Platform) {
    let cause = Cause::PaddleError { status: 403, code: Some("invalid_token".into()) };
    assert_eq!(platform.last_audit().cause, Some(cause));
}

#[tokio::test]
async fn a_key_that_was_just_replaced_is_read_anew() {
    let platform = Platform::start().await;
    assert_eq!(platform.ask_as("rotated", LIVE).send().await.unwrap().status(), 201);
    assert_eq!(platform.asked_paddle(), 2);
    let audit = platform.last_audit();
    assert_eq!((audit.refusal, audit.cause), (None, None));
}

#[tokio::test]
async fn a_key_is_read_anew_only_if_paddle_refuses_it() {
    let platform = Platform::start().await;
    platform.stand_in.fail_with(Some(Fault::InternalError));
    assert_eq!(refusal(platform.ask(LIVE)).await, (503, "upstream_unavailable".into()));
    assert_eq!(platform.keys_read(), 1);
    platform.stand_in.fail_with(None);
    platform.ask(LIVE).send().await.unwrap();
    assert_eq!(platform.keys_read(), 2);
    platform.ask_as("revoked", LIVE).send().await.unwrap();
    assert_eq!(platform.keys_read(), 4);
}

#[tokio::test]
async fn a_second_try_counts_for_the_limits() {
    let limits = Limits { seller: Rate::new(1, 1), ..GENEROUS };
    let platform = Platform::start_with(|paddle| paddle, |proxy| proxy.limits(limits)).await;
    assert_eq!(refusal(platform.ask_as("rotated", LIVE)).await, (424, "upstream_auth".into()));
    assert_eq!(platform.asked_paddle(), 1);
    was_refused_by_paddle(&platform);
}

#[tokio::test]
async fn a_revoked_key_is_tried_once() {
    let platform = Platform::start().await;
    assert_eq!(refusal(platform.ask_as("revoked", LIVE)).await, (424, "upstream_auth".into()));
    assert_eq!(platform.asked_paddle(), 1);
    was_refused_by_paddle(&platform);
}

#[tokio::test]
async fn a_key_that_names_the_other_environment_never_leaves() {
    let platform = Platform::start().await;
    assert_eq!(refusal(platform.ask_as("prefixed", SANDBOX)).await, (424, "upstream_auth".into()));
    assert_eq!(platform.asked_paddle(), 0);
    let audit = platform.last_audit();
    assert_eq!(audit.refusal, Some(RefusalCode::UpstreamAuth));
    assert_eq!(audit.cause, Some(Cause::KeyOfOtherEnvironment));
}
