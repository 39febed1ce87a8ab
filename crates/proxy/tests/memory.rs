//! How much memory the limits of many sellers need.
#![cfg(target_os = "linux")]

use axum::{
    Router,
    body::Body,
    http::{Request, request::Parts},
};
use paddle_magic_links_proxy::{
    Audit, Environment, Limits, PROXY_PATH, Paddle, Proxy, Rate, Refusal, RefusalCode, Seller,
    Sellers, UserApiKey,
};
use std::fs;
use tower::ServiceExt;

const SELLERS: usize = 100_000;

/// Most bytes for each seller. Measured: 25.
const MOST: usize = 100;

struct ManySellers;

impl Sellers for ManySellers {
    async fn seller(&self, request: &Parts) -> Result<Seller, Refusal> {
        Ok(Seller::new(request.headers["x-test-session"].to_str().unwrap()))
    }

    async fn user_api_key(&self, _: &Seller, _: Environment) -> Result<UserApiKey, Refusal> {
        Err(RefusalCode::EnvironmentNotConfigured.into())
    }

    fn audit(&self, _: &Audit) {}
}

/// What this process has in memory, in bytes.
fn memory() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() * 1024
}

async fn click(router: &Router, seller: usize) {
    let request = Request::post(PROXY_PATH)
        .header("content-type", "application/json")
        .header("x-paddle-magic-links", "1")
        .header("x-test-session", format!("a-seller-with-a-long-name-{seller}"))
        .body(Body::from(r#"{"environment":"live"}"#))
        .unwrap();
    let status = router.clone().oneshot(request).await.unwrap().status();
    assert!([409, 503].contains(&status.as_u16()), "{status}");
}

#[tokio::test]
async fn the_limits_of_a_hundred_thousand_sellers_are_small() {
    let limits = Limits { paddle: Rate::new(1, 1), ..Limits::default() };
    let router = Proxy::new(Paddle::new().unwrap(), ManySellers).limits(limits).router();
    for seller in 0..100 {
        click(&router, seller).await;
    }
    let before = memory();
    for seller in 0..SELLERS {
        click(&router, seller).await;
    }
    let each = memory().saturating_sub(before) / SELLERS;
    println!("{each} bytes for each seller");
    assert!(each < MOST, "{each} bytes for each seller");
}
