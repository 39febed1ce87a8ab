//! Which requests the proxy answers, and for whom.

use crate::platform::{Keys, LIVE, Platform, is_for_this_page_only, refusal, serve};
use axum::{
    Router,
    body::Bytes,
    http::{HeaderMap, HeaderName, StatusCode, Uri},
    routing::any,
};
use paddle_magic_links_proxy::{Environment, PROXY_PATH, Paddle, router};
use reqwest::{Client, Method};
use std::sync::{Arc, Mutex};

#[tokio::test]
async fn the_platforms_refusal_is_returned_without_asking_paddle() {
    let platform = Platform::start().await;
    let ask = |session: Option<&str>, body| {
        let request = platform
            .request(Method::POST)
            .header("content-type", "application/json")
            .header("x-paddle-magic-links", "1")
            .body(body);
        match session {
            Some(session) => request.header("x-test-session", session),
            None => request,
        }
    };
    let sandbox = r#"{"environment":"sandbox"}"#;
    assert_eq!(refusal(ask(None, LIVE)).await, (401, "session_expired".into()));
    assert_eq!(
        refusal(ask(Some("live only"), sandbox)).await,
        (409, "environment_not_configured".into())
    );
    let response = ask(Some("limited"), LIVE).send().await.unwrap();
    assert_eq!(
        (response.status().as_u16(), &response.headers()["retry-after"]),
        (429, &"7".parse().unwrap())
    );
    assert_eq!(platform.asked_paddle(), 0);
}

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
async fn no_response_has_cors_headers() {
    let platform = Platform::start().await;
    for origin in ["https://evil.example", "https://blog.example", "null", &platform.origin] {
        let preflight = platform
            .request(Method::OPTIONS)
            .header("origin", origin)
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "content-type,x-paddle-magic-links");
        let request = |session| {
            platform
                .request(Method::POST)
                .header("content-type", "application/json")
                .header("x-paddle-magic-links", "1")
                .header("origin", origin)
                .header("x-test-session", session)
                .body(LIVE)
        };
        for request in [preflight, request("a seller"), request("limited")] {
            is_for_this_page_only(&request.send().await.unwrap());
        }
    }
    // Only the request from the platform's own page got through.
    assert_eq!(platform.asked_paddle(), 1);
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
    let mut platform = Platform::start().await;
    let api = Paddle::new().with_api(Environment::Live, &paddle).unwrap();
    platform.origin = serve(router(api, Keys)).await;
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
        assert_eq!(names, ["authorization", "host", "paddle-version", "user-agent"]);
        assert_eq!(format!("http://{}", headers["host"].to_str().unwrap()), paddle);
    }
}
