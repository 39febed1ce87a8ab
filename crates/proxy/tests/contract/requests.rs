//! Which requests the proxy answers, and for whom.

use crate::platform::{LIVE, Platform, is_for_this_page_only, refusal, serve};
use axum::{
    Router,
    body::Bytes,
    http::{HeaderMap, HeaderName, StatusCode, Uri},
    routing::{any, get},
};
use paddle_magic_links_proxy::{PROXY_PATH, Paddle, Proxy};
use reqwest::{Client, Method};
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

#[tokio::test]
async fn a_request_that_another_site_could_trigger_is_refused() {
    let platform = Platform::start().await;
    let own = platform.origin.clone();
    for (site, origin, guard, content_type, allowed) in [
        (Some("same-origin"), Some(own.as_str()), true, "application/json", true),
        (None, Some(own.as_str()), true, "application/json", true),
        // Not a browser: no header names a site, but the guard shows that no form sent it.
        (None, None, true, "application/json", true),
        (Some("cross-site"), Some("https://evil.example"), true, "application/json", false),
        (Some("same-site"), Some("https://blog.example"), true, "application/json", false),
        (None, Some("https://evil.example"), true, "application/json", false),
        (None, Some("null"), true, "application/json", false),
        (Some("same-origin"), Some(own.as_str()), false, "application/json", false),
        (Some("same-origin"), Some(own.as_str()), true, "text/plain", false),
        (None, None, false, "application/x-www-form-urlencoded", false),
    ] {
        let mut request = platform
            .request(Method::POST)
            .header("content-type", content_type)
            .header("x-test-session", "a seller")
            .body(LIVE);
        for (name, value) in [("sec-fetch-site", site), ("origin", origin)] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        if guard {
            request = request.header("x-paddle-magic-links", "1");
        }
        let case = (site, origin, guard, content_type);
        if allowed {
            assert_eq!(request.send().await.unwrap().status(), 201, "{case:?}");
        } else {
            assert_eq!(refusal(request).await, (403, "csrf_rejected".into()), "{case:?}");
        }
    }
    assert_eq!(platform.asked_paddle(), 3);
}

#[tokio::test]
async fn only_post_is_allowed() {
    let platform = Platform::start().await;
    for method in [Method::GET, Method::HEAD, Method::PUT, Method::DELETE, Method::OPTIONS] {
        let request = platform.ask(LIVE).build().unwrap();
        let response = platform
            .request(method.clone())
            .headers(request.headers().clone())
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), 405, "{method}");
        assert_eq!(response.headers()["allow"], "POST");
        is_for_this_page_only(&response);
    }
    assert_eq!(platform.asked_paddle(), 0);
}

#[tokio::test]
async fn a_body_outside_the_contract_is_refused() {
    let platform = Platform::start().await;
    for body in [
        "",
        "{}",
        "[]",
        "live",
        r#"["live"]"#,
        r#"["live","overview"]"#,
        r#"{"environment":{"live":null}}"#,
        r#"{"environment":"live","redirect":null}"#,
        r#"{"environment":"live","environment":"sandbox"}"#,
        r#"{"environment":"staging"}"#,
        r#"{"environment":"live","redirect":"payouts"}"#,
        r#"{"environment":"live","seller":"someone-else"}"#,
        r#"{"environment":"live","redirect":"https://evil.example"}"#,
    ] {
        assert_eq!(refusal(platform.ask(body)).await, (400, "invalid_request".into()), "{body}");
    }
    let long = platform.ask("").body(" ".repeat(2000)).send().await.unwrap();
    assert_eq!(long.status(), 413);
    is_for_this_page_only(&long);
    assert_eq!(platform.asked_paddle(), 0);
}

#[tokio::test]
async fn queries_and_headers_change_neither_seller_nor_api() {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let noted = asked.clone();
    let paddle = serve(Router::new().fallback(any(
        async move |uri: Uri, headers: HeaderMap, body: Bytes| {
            noted.lock().unwrap().push((uri, headers, body));
            (StatusCode::CREATED, r#"{"data":{"code":"x"}}"#)
        },
    )))
    .await;
    let platform = Platform::with_live_api(&paddle).await;
    let post = |query: &str| {
        Client::new()
            .post(format!("{}{PROXY_PATH}{query}", platform.origin))
            .header("content-type", "application/json")
            .header("x-paddle-magic-links", "1")
            .header("x-test-session", "somebody")
            .body(LIVE)
    };
    let mut requests = vec![post(""), post("?seller=another&seller_id=another&account=another")];
    requests.push(post("?environment=sandbox&api=http://evil.example&code=another"));
    for (name, value) in [
        ("x-seller", "another"),
        ("x-seller-id", "another"),
        ("x-account-id", "another"),
        ("authorization", "Bearer fake-key-of-another"),
        ("cookie", "seller=another"),
        ("host", "evil.example"),
        ("forwarded", "host=evil.example"),
        ("x-forwarded-host", "evil.example"),
        ("x-original-url", "/evil.example"),
        ("x-http-method-override", "DELETE"),
    ] {
        requests.push(post("").header(name, value));
    }
    let count = requests.len();
    for request in requests {
        assert_eq!(request.send().await.unwrap().status(), 201);
    }
    let asked = asked.lock().unwrap();
    assert_eq!(asked.len(), count);
    for (uri, headers, body) in &*asked {
        assert_eq!((uri.to_string().as_str(), body.len()), ("/magic-sessions/authorize", 0));
        assert_eq!(headers["authorization"], "Bearer fake-key-of-somebody");
        // None of the request's own headers is passed on.
        let mut names: Vec<_> = headers.keys().map(HeaderName::as_str).collect();
        names.sort_unstable();
        assert_eq!(
            names,
            ["authorization", "content-length", "host", "paddle-version", "user-agent"]
        );
        assert_eq!(format!("http://{}", headers["host"].to_str().unwrap()), paddle);
    }
}

/// Sends the headers of a request, and the start of its body.
async fn begin(platform: &Platform, start: &str, length: usize) -> TcpStream {
    let address = platform.origin.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "POST {PROXY_PATH} HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\n\
         x-paddle-magic-links: 1\r\nx-test-session: a seller\r\ncontent-length: {length}\r\n\r\n{start}"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream
}

#[tokio::test]
async fn a_body_may_come_in_parts() {
    let platform = Platform::start().await;
    let (start, rest) = LIVE.split_at(10);
    let mut stream = begin(&platform, start, LIVE.len()).await;
    // Nothing tells when the server has read the first part.
    tokio::time::sleep(Duration::from_millis(50)).await;
    stream.write_all(rest.as_bytes()).await.unwrap();
    let mut response = [0; 12];
    stream.read_exact(&mut response).await.unwrap();
    assert_eq!(&response, b"HTTP/1.1 201");
}

#[tokio::test]
async fn a_slow_body_is_given_up() {
    let platform =
        Platform::start_with(|paddle| paddle, |proxy| proxy.deadline(Duration::from_millis(200)))
            .await;
    let mut stream = begin(&platform, "{", 53).await;
    let mut response = String::new();
    let closed = stream.read_to_string(&mut response);
    timeout(Duration::from_secs(10), closed).await.expect("the connection is closed").unwrap();
    assert!(response.starts_with("HTTP/1.1 408 "), "{response}");
    assert!(response.contains("invalid_request"));
}

#[tokio::test]
async fn the_platforms_own_routes_stay_as_they_are() {
    let bare = || Router::new().route("/own", get(async || "own"));
    let paddle = Paddle::new().unwrap();
    let proxy = Proxy::new(paddle, Platform::start().await.sellers());
    let proxy = proxy.trusted_origin("https://app.shop.example").unwrap().router();
    let (without, with) = (serve(bare()).await, serve(bare().merge(proxy)).await);
    for (method, path) in [
        (Method::GET, "/own"),
        (Method::GET, "/nope"),
        (Method::POST, "/nope"),
        (Method::PUT, "/own"),
    ] {
        let mut responses = Vec::new();
        for origin in [&without, &with] {
            let request = Client::new()
                .request(method.clone(), format!("{origin}{path}"))
                .header("origin", "https://evil.example")
                .header("sec-fetch-site", "cross-site");
            let response = request.send().await.unwrap();
            let mut headers = response.headers().clone();
            headers.remove("date");
            responses.push((response.status(), headers, response.text().await.unwrap()));
        }
        assert_eq!(responses[0], responses[1], "{method} {path}");
    }
}
