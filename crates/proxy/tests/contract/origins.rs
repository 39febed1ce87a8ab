//! Pages on other origins: CSRF and CORS.

use crate::platform::{LIVE, Platform, has_security_headers, is_for_this_page_only, json};
use paddle_magic_links_proxy::{Paddle, Proxy};
use reqwest::{Method, RequestBuilder, StatusCode};

const TRUSTED: &str = "https://app.shop.example";

fn preflight(platform: &Platform, origin: &str) -> RequestBuilder {
    platform
        .request(Method::OPTIONS)
        .header("origin", origin)
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "content-type,x-paddle-magic-links")
}

/// What a page of another origin sends after its preflight.
fn ask(platform: &Platform, origin: &str, site: &str, session: &str) -> RequestBuilder {
    platform
        .request(Method::POST)
        .header("content-type", "application/json")
        .header("x-paddle-magic-links", "1")
        .header("origin", origin)
        .header("sec-fetch-site", site)
        .header("x-test-session", session)
        .body(LIVE)
}

async fn trusting() -> Platform {
    Platform::start_with(|paddle| paddle, |proxy| proxy.trusted_origin(TRUSTED).unwrap()).await
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
async fn a_page_of_a_trusted_origin_gets_a_code_and_can_read_refusals() {
    let platform = trusting().await;
    let response = preflight(&platform, TRUSTED).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    for (header, value) in [
        ("access-control-allow-origin", TRUSTED),
        ("access-control-allow-credentials", "true"),
        ("access-control-allow-methods", "POST"),
        ("access-control-allow-headers", "content-type,x-paddle-magic-links"),
    ] {
        assert_eq!(response.headers()[header], value);
    }
    for (session, status) in [("a seller", 201), ("limited", 429)] {
        let response = ask(&platform, TRUSTED, "same-site", session).send().await.unwrap();
        assert_eq!(response.status(), status);
        has_security_headers(&response);
        assert_eq!(response.headers()["access-control-allow-origin"], TRUSTED);
        assert_eq!(response.headers()["access-control-allow-credentials"], "true");
        let exposed = &response.headers()["access-control-expose-headers"];
        assert_eq!(exposed, "retry-after,x-request-id");
    }
}

#[tokio::test]
async fn an_origin_that_only_resembles_a_trusted_one_is_refused() {
    let platform = trusting().await;
    for origin in [
        "https://app.shop.example.evil.example",
        "https://evil-app.shop.example",
        "https://blog.shop.example",
        "https://shop.example",
        "http://app.shop.example",
        "https://app.shop.example:8443",
        "https://app.shop.example.",
        "https://APP.shop.example",
        "https://user@app.shop.example",
        "null",
    ] {
        for site in ["same-site", "cross-site"] {
            let response = ask(&platform, origin, site, "a seller").send().await.unwrap();
            assert_eq!(response.status(), 403, "{origin}");
            assert!(!response.headers().contains_key("access-control-allow-origin"), "{origin}");
            assert_eq!(json(response).await["error"]["code"], "csrf_rejected");
        }
        let response = preflight(&platform, origin).send().await.unwrap();
        assert!(!response.headers().contains_key("access-control-allow-origin"), "{origin}");
    }
    assert_eq!(platform.asked_paddle(), 0);
}

#[tokio::test]
async fn a_trusted_origin_does_not_need_to_be_the_only_one() {
    let platform = trusting().await;
    assert_eq!(platform.ask(LIVE).send().await.unwrap().status(), 201);
    let without_guard = platform
        .request(Method::POST)
        .header("content-type", "application/json")
        .header("origin", TRUSTED)
        .header("x-test-session", "a seller")
        .body(LIVE);
    let response = without_guard.send().await.unwrap();
    assert_eq!(response.status(), 403);
}

#[tokio::test]
async fn what_is_not_an_origin_cannot_be_trusted() {
    let platform = Platform::start().await;
    for origin in
        ["*", "null", "", "https://*.shop.example", "http://shop.example", "https://shop.example/"]
    {
        let paddle = Paddle::new().unwrap();
        let proxy = Proxy::new(paddle, platform.sellers());
        let error = proxy.trusted_origin(origin).err().unwrap();
        assert!(error.to_string().contains(origin), "{error}");
    }
}
