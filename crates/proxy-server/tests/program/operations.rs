//! For whoever runs the program.

use crate::platform::{LIVE, LIVE_KEY, Platform, WHOAMI, outcome, refusal};
use axum::{Json, http::StatusCode, response::IntoResponse};
use paddle_magic_links_stand_in::Fault;
use serde_json::json;
use std::time::Duration;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

fn known(platform: &Platform) {
    platform.whoami_responds(|_| {
        Json(json!({ "seller": "s_1", "keys": { "live": LIVE_KEY } })).into_response()
    });
}

#[tokio::test]
async fn it_says_whether_it_is_alive_and_counts_what_it_does() {
    let platform = Platform::start(WHOAMI).await;
    assert_eq!(platform.operation("/livez").await, (200, "alive\n".into()));
    assert_eq!(platform.operation("/readyz").await, (200, "ready\n".into()));
    known(&platform);
    assert_eq!(outcome(platform.ask(LIVE)).await.0, 201);
    platform.whoami_responds(|_| StatusCode::UNAUTHORIZED.into_response());
    refusal(platform.ask(LIVE)).await;
    let (status, metrics) = platform.operation("/metrics").await;
    assert_eq!(status, 200);
    for line in [
        r#"paddle_magic_links_requests_total{environment="live",outcome="made"} 1"#,
        r#"paddle_magic_links_requests_total{environment="live",outcome="session_expired"} 1"#,
        r#"paddle_magic_links_paddle_seconds_count{environment="live"} 1"#,
    ] {
        assert!(metrics.contains(line), "{metrics}");
    }
    assert!(!metrics.contains("s_1"), "no label names a seller");
    // None of it is where visitors come.
    let visitor = reqwest::get(format!("{}/metrics", platform.origin)).await.unwrap();
    assert_eq!(visitor.status(), 404);
}

#[tokio::test]
async fn on_sigterm_accepted_requests_are_served_and_new_ones_go_elsewhere() {
    let mut platform = Platform::start(WHOAMI).await;
    known(&platform);
    // Clicks without a pause, until a connection is refused.
    let clicks: Vec<_> = (0..4)
        .map(|_| {
            let ask = platform.ask(LIVE);
            tokio::spawn(async move {
                let mut served = 0;
                while let Ok(response) = ask.try_clone().unwrap().send().await {
                    // The seller's limit is reached soon, which is a response as well.
                    assert!([201, 429].contains(&response.status().as_u16()));
                    response.bytes().await.expect("the whole response");
                    served += 1;
                }
                served
            })
        })
        .collect();
    platform.terminate();
    let notices = async { while platform.operation("/readyz").await.0 != 503 {} };
    timeout(Duration::from_secs(5), notices).await.expect("it is not ready");
    assert_eq!(platform.operation("/livez").await.0, 200);
    for click in clicks {
        assert!(click.await.unwrap() > 0);
    }
    let status = timeout(Duration::from_secs(20), platform.program.wait()).await.expect("it ends");
    assert_eq!(status.unwrap().code(), Some(0));
}

#[tokio::test]
async fn a_request_in_flight_ends_before_the_program() {
    let mut platform = Platform::start(WHOAMI).await;
    known(&platform);
    // Paddle does not respond, which takes longer than what comes before the draining.
    platform.stand_in.fail_with(Some(Fault::SlowResponse));
    let click = tokio::spawn(refusal(platform.ask(LIVE)));
    let asked = async {
        while platform.asked().is_empty() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(Duration::from_secs(5), asked).await.unwrap();
    platform.terminate();
    assert_eq!(click.await.unwrap(), (503, "upstream_unavailable".into()));
    assert_eq!(platform.program.wait().await.unwrap().code(), Some(0));
}

#[tokio::test]
async fn slow_headers_are_given_up() {
    let platform = Platform::start(WHOAMI).await;
    let address = platform.origin.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(b"POST /api/paddle/magic-sessions HTTP/1.1\r\nhost: ").await.unwrap();
    let mut rest = Vec::new();
    let closed = stream.read_to_end(&mut rest);
    timeout(Duration::from_secs(10), closed).await.expect("the connection is closed").unwrap();
}
