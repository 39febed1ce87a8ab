//! How often codes are made.

use crate::{
    held_paddle::HeldPaddle,
    platform::{GENEROUS, LIVE, Platform, SANDBOX, json, refusal, serve},
};
use axum::{Router, http::StatusCode, routing::any};
use paddle_magic_links_proxy::{Cause, Limits, Rate};
use reqwest::Response;
use std::time::Duration;

async fn limited(limits: Limits) -> Platform {
    Platform::start_with(|paddle| paddle, |proxy| proxy.limits(limits)).await
}

fn retry_after(response: &Response) -> u32 {
    response.headers()["retry-after"].to_str().unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_sellers_limit_leaves_other_sellers_alone() {
    let platform = limited(Limits { seller: Rate::new(1, 3), ..GENEROUS }).await;
    for _ in 0..3 {
        assert_eq!(platform.ask_as("abuser", LIVE).send().await.unwrap().status(), 201);
    }
    let response = platform.ask_as("abuser", LIVE).send().await.unwrap();
    assert_eq!(response.status(), 429);
    assert!((50..=60).contains(&retry_after(&response)));
    assert_eq!(json(response).await["error"]["code"], "rate_limited");
    assert_eq!(platform.asked_paddle(), 3);
    assert_eq!(platform.ask_as("another", LIVE).send().await.unwrap().status(), 201);
    // An environment has limits of its own.
    assert_eq!(platform.ask_as("abuser", SANDBOX).send().await.unwrap().status(), 201);
}

#[tokio::test]
async fn a_forged_address_changes_no_limit() {
    let platform = limited(Limits { seller: Rate::new(1, 1), ..GENEROUS }).await;
    let mut statuses = Vec::new();
    for address in ["192.0.2.1", "192.0.2.2", "192.0.2.3"] {
        let request = platform
            .ask(LIVE)
            .header("x-forwarded-for", address)
            .header("forwarded", format!("for={address}"))
            .header("x-real-ip", address);
        statuses.push(request.send().await.unwrap().status().as_u16());
    }
    assert_eq!(statuses, [201, 429, 429]);
}

#[tokio::test]
async fn a_refused_request_uses_up_no_limit_of_the_seller() {
    let platform = limited(Limits { seller: Rate::new(1, 1), ..GENEROUS }).await;
    assert_eq!(refusal(platform.ask("{}")).await, (400, "invalid_request".into()));
    let cross_site = platform.ask_from("cross-site", "a seller", LIVE);
    assert_eq!(refusal(cross_site).await, (403, "csrf_rejected".into()));
    assert_eq!(platform.ask(LIVE).send().await.unwrap().status(), 201);
}

#[tokio::test]
async fn paddle_gets_no_more_than_its_limit_from_all_sellers() {
    let platform = limited(Limits { paddle: Rate::new(1, 4), ..GENEROUS }).await;
    let mut statuses = Vec::new();
    for number in 0..6 {
        let response = platform.ask_as(&format!("s_{number}"), LIVE).send().await.unwrap();
        statuses.push(response.status().as_u16());
        if number == 5 {
            assert!((50..=60).contains(&retry_after(&response)));
            assert_eq!(json(response).await["error"]["code"], "upstream_busy");
        }
    }
    assert_eq!(statuses, [201, 201, 201, 201, 503, 503]);
    assert_eq!(platform.asked_paddle(), 4);
}

#[tokio::test]
async fn paddle_is_left_alone_for_as_long_as_it_asks() {
    let paddle = serve(
        Router::new()
            .fallback(any(async || (StatusCode::TOO_MANY_REQUESTS, [("retry-after", "3")]))),
    )
    .await;
    let platform = Platform::with_live_api(&paddle).await;
    let busy = || async { refusal(platform.ask(LIVE)).await };
    assert_eq!(busy().await, (503, "upstream_busy".into()));
    let refused_by_paddle = || {
        let causes = platform.audits().into_iter().filter_map(|audit| audit.cause);
        causes.filter(|cause| matches!(cause, Cause::PaddleError { status: 429, .. })).count()
    };
    assert_eq!(refused_by_paddle(), 1);
    assert_eq!(busy().await, (503, "upstream_busy".into()));
    assert_eq!(refused_by_paddle(), 1, "Paddle was not asked again");
    // The other environment goes on.
    assert_eq!(platform.ask(SANDBOX).send().await.unwrap().status(), 201);
    let asked_again = async {
        while refused_by_paddle() == 1 {
            busy().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), asked_again).await.unwrap();
}

#[tokio::test]
async fn requests_in_flight_are_limited_and_make_room() {
    let limits = Limits { in_flight: 1, ..GENEROUS };
    let (paddle, platform) = HeldPaddle::start(|proxy| proxy.limits(limits)).await;
    let first = tokio::spawn(platform.ask(LIVE).send());
    paddle.is_asked().await;
    let response = platform.ask_as("b", LIVE).send().await.unwrap();
    assert_eq!((response.status().as_u16(), retry_after(&response)), (503, 2));
    assert_eq!(json(response).await["error"]["code"], "site_unavailable");
    assert_eq!(platform.last_audit().cause, Some(Cause::TooManyInFlight));
    paddle.let_through(2);
    assert_eq!(first.await.unwrap().unwrap().status(), 201);
    assert_eq!(platform.ask_as("b", LIVE).send().await.unwrap().status(), 201);
}
