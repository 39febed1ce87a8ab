//! What the operator sees, and how the program ends.

use crate::platform::{LIVE, Platform, WHOAMI, outcome, refusal};
use axum::{http::StatusCode, response::IntoResponse};
use std::time::Duration;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

#[tokio::test]
async fn it_says_whether_it_is_alive_and_counts_what_it_does() {
    let platform = Platform::start(WHOAMI).await;
    assert_eq!(platform.operation("/livez").await, (200, "alive\n".into()));
    assert_eq!(platform.operation("/readyz").await, (200, "ready\n".into()));
    platform.knows_a_seller();
    assert_eq!(outcome(platform.ask(LIVE)).await.0, 201);
    platform.whoami_responds(|_| StatusCode::UNAUTHORIZED.into_response());
    refusal(platform.ask(LIVE)).await;
    let (status, metrics) = platform.operation("/metrics").await;
    assert_eq!(status, 200);
    for line in [
        r#"paddle_magic_links_requests_total{environment="live",outcome="made"} 1"#,
        r#"paddle_magic_links_requests_total{environment="live",outcome="session_expired"} 1"#,
        r#"paddle_magic_links_paddle_seconds_bucket{environment="live",le="10"} 1"#,
    ] {
        assert!(metrics.contains(line), "{metrics}");
    }
    assert!(!metrics.contains("s_1"), "no label names a seller");
    // None of it is where visitors come.
    let visitor = reqwest::get(format!("{}/metrics", platform.origin)).await.unwrap();
    assert_eq!(visitor.status(), 404);
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

#[tokio::test]
async fn a_connection_ends_with_its_response() {
    let platform = Platform::start(WHOAMI).await;
    platform.knows_a_seller();
    // A body that is too long is not read to its end.
    let long = platform.ask(LIVE).body(" ".repeat(2000));
    for (request, expected) in [(platform.ask(LIVE), 201), (long, 413)] {
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), expected);
        assert_eq!(response.headers()["connection"], "close");
        response.bytes().await.expect("the whole response");
    }
}
