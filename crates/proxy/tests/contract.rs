//! The wire contract, over real sockets, with the stand-in as Paddle.

use axum::{
    Router,
    body::Bytes,
    http::{HeaderMap, HeaderName, StatusCode, Uri, request::Parts},
    response::Redirect,
    routing::any,
};
use paddle_magic_links_proxy::{
    Environment, PROXY_PATH, Paddle, Refusal, RefusalCode, SecretString, SellerKeys,
    SessionRequest, router,
};
use paddle_magic_links_stand_in::{Failure, Options, StandIn};
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::Value;
use std::{
    io,
    sync::{
        Arc, Mutex, Once,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::net::TcpListener;
use tracing_subscriber::filter::LevelFilter;

const SANDBOX_KEY: &str = "fake-sandbox-user-api-key";
const LIVE_KEY: &str = "fake-live-user-api-key";
const LIVE: &str = r#"{"environment":"live","redirect":"onboarding"}"#;

/// Knows the seller by a header, as a platform would by its session.
#[derive(Clone)]
struct Keys;

impl SellerKeys for Keys {
    async fn user_api_key(
        &self,
        request: &Parts,
        asked: SessionRequest,
    ) -> Result<SecretString, Refusal> {
        let session = request.headers.get("x-test-session").map(|value| value.to_str().unwrap());
        match (session, asked.environment) {
            (None, _) => Err(RefusalCode::SessionExpired.into()),
            (Some("limited"), _) => {
                Err(Refusal { retry_after: Some(7), ..RefusalCode::RateLimited.into() })
            }
            (Some("live only"), Environment::Sandbox) => {
                Err(RefusalCode::EnvironmentNotConfigured.into())
            }
            (Some("somebody"), _) => Ok("fake-key-of-somebody".into()),
            (Some("mixed up"), Environment::Sandbox) | (_, Environment::Live) => {
                Ok(LIVE_KEY.into())
            }
            (_, Environment::Sandbox) => Ok(SANDBOX_KEY.into()),
        }
    }
}

async fn serve(router: Router) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    origin
}

struct Platform {
    stand_in: StandIn,
    origin: String,
}

impl Platform {
    async fn start() -> Self {
        Log::start();
        let stand_in = StandIn::start(Options {
            sandbox_key: SANDBOX_KEY.into(),
            live_key: LIVE_KEY.into(),
            allowlist: vec![],
            code_lifetime: Duration::from_secs(60),
        })
        .await
        .unwrap();
        let mut paddle = Paddle::new().with_timeout(Duration::from_millis(300));
        for environment in Environment::ALL {
            paddle = paddle.with_api(environment, stand_in.origin(environment)).unwrap();
        }
        let origin = serve(router(paddle, Keys)).await;
        Self { stand_in, origin }
    }

    fn request(&self, method: Method) -> RequestBuilder {
        Client::new().request(method, format!("{}{PROXY_PATH}", self.origin))
    }

    /// What the widget sends from the platform's own page.
    fn ask(&self, body: &'static str) -> RequestBuilder {
        self.request(Method::POST)
            .header("content-type", "application/json")
            .header("x-paddle-magic-links", "1")
            .header("origin", &self.origin)
            .header("sec-fetch-site", "same-origin")
            .header("x-test-session", "a seller")
            .body(body)
    }

    /// How often Paddle was asked for anything, whatever it said.
    fn asked_paddle(&self) -> usize {
        Environment::ALL
            .map(|environment| self.stand_in.environment(environment).requests())
            .iter()
            .sum()
    }
}

async fn json(response: Response) -> Value {
    serde_json::from_str(&response.text().await.unwrap()).unwrap()
}

/// No cache keeps the answer, no page of another origin reads it, and it is what it says.
fn is_for_this_page_only(response: &Response) {
    for (header, value) in [
        ("cache-control", "no-store"),
        ("vary", "origin, sec-fetch-site"),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
    ] {
        assert_eq!(response.headers()[header], value);
    }
    for header in response.headers().keys() {
        assert!(!header.as_str().starts_with("access-control-"), "{header}");
    }
}

async fn refusal(request: RequestBuilder) -> (u16, String) {
    let response = request.send().await.unwrap();
    is_for_this_page_only(&response);
    let status = response.status().as_u16();
    (status, json(response).await["error"]["code"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn a_seller_gets_a_code_for_the_requested_environment() {
    let platform = Platform::start().await;
    for (environment, body) in
        [(Environment::Sandbox, r#"{"environment":"sandbox"}"#), (Environment::Live, LIVE)]
    {
        let response = platform.ask(body).send().await.unwrap();
        assert_eq!(response.status(), 201);
        is_for_this_page_only(&response);
        assert_eq!(response.headers()["content-type"], "application/json");
        let body = json(response).await;
        assert_eq!(body["data"]["code"].as_str().unwrap().len(), 43);
        assert_eq!(body["data"]["environment"], environment.as_str());
        assert!(body["data"]["expires_at"].as_str().unwrap().ends_with('Z'));
        assert_eq!(body["meta"]["request_id"].as_str().unwrap().len(), 36);
        assert_eq!(platform.stand_in.environment(environment).sessions_made(), 1);
    }
}

#[tokio::test]
async fn every_failure_of_paddle_has_its_refusal() {
    let platform = Platform::start().await;
    for (failure, status, code) in [
        (Failure::SlowAnswer, 504, "upstream_unavailable"),
        (Failure::Forbidden, 502, "upstream_auth"),
        (Failure::TooManyRequests, 503, "upstream_busy"),
        (Failure::InternalError, 502, "upstream_unavailable"),
        (Failure::Garbage, 502, "upstream_invalid"),
        (Failure::CutConnection, 502, "upstream_unavailable"),
    ] {
        platform.stand_in.fail_with(Some(failure));
        let (actual_status, actual_code) = refusal(platform.ask(LIVE)).await;
        assert_eq!((actual_status, actual_code.as_str()), (status, code), "{failure:?}");
    }
    platform.stand_in.fail_with(Some(Failure::TooManyRequests));
    let response = platform.ask(LIVE).send().await.unwrap();
    assert_eq!(response.headers()["retry-after"], "30");
    assert_eq!(json(response).await["meta"]["request_id"].as_str().unwrap().len(), 36);
    platform.stand_in.fail_with(None);
    assert_eq!(platform.ask(LIVE).send().await.unwrap().status(), 201);
}

#[tokio::test]
async fn a_key_of_the_other_environment_is_upstream_auth() {
    let platform = Platform::start().await;
    let mixed_up = platform
        .request(Method::POST)
        .header("content-type", "application/json; charset=utf-8")
        .header("x-paddle-magic-links", "1")
        .header("x-test-session", "mixed up")
        .body(r#"{"environment":"sandbox"}"#);
    assert_eq!(refusal(mixed_up).await, (502, "upstream_auth".into()));
}

#[tokio::test]
async fn an_unreachable_paddle_is_upstream_unavailable() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let nobody = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let paddle = Paddle::new().with_api(Environment::Live, &nobody).unwrap();
    let mut platform = Platform::start().await;
    platform.origin = serve(router(paddle, Keys)).await;
    assert_eq!(refusal(platform.ask(LIVE)).await, (502, "upstream_unavailable".into()));
}

#[tokio::test]
async fn a_redirect_by_paddle_is_not_followed() {
    let hits = Arc::new(AtomicUsize::new(0));
    let counted = hits.clone();
    let elsewhere = serve(Router::new().fallback(move || {
        counted.fetch_add(1, Ordering::SeqCst);
        async {}
    }))
    .await;
    let redirecting =
        serve(Router::new().fallback(any(async move || Redirect::temporary(&elsewhere)))).await;
    let mut platform = Platform::start().await;
    let paddle = Paddle::new().with_api(Environment::Live, &redirecting).unwrap();
    platform.origin = serve(router(paddle, Keys)).await;
    assert_eq!(refusal(platform.ask(LIVE)).await, (502, "upstream_invalid".into()));
    assert_eq!(hits.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_long_response_without_json_is_refused() {
    let endless = serve(Router::new().fallback(any(async || " ".repeat(1_000_000)))).await;
    let mut platform = Platform::start().await;
    let paddle = Paddle::new().with_api(Environment::Live, &endless).unwrap();
    platform.origin = serve(router(paddle, Keys)).await;
    assert_eq!(refusal(platform.ask(LIVE)).await, (502, "upstream_invalid".into()));
}

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
        // Not a browser: nothing vouches for a site, but the header shows that no form sent it.
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
    // The platform's own page only.
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

#[test]
fn the_api_origin_must_be_https_or_loopback() {
    for origin in ["http://api.paddle.com", "https://api.paddle.com/v2", "ftp://127.0.0.1"] {
        let error = Paddle::new().with_api(Environment::Live, origin).unwrap_err();
        assert!(error.to_string().contains(origin));
    }
}

/// What every test of this file logs, at the finest level.
static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct Log;

impl Log {
    fn start() {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| {
            tracing_subscriber::fmt().with_max_level(LevelFilter::TRACE).with_writer(|| Log).init();
        });
    }

    fn text() -> String {
        String::from_utf8(LOG.lock().unwrap().clone()).unwrap()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LOG.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn neither_the_key_nor_the_code_is_logged_even_at_trace() {
    let platform = Platform::start().await;
    let mut codes = Vec::new();
    for body in [LIVE, r#"{"environment":"sandbox"}"#] {
        let answer = json(platform.ask(body).send().await.unwrap()).await;
        codes.push(answer["data"]["code"].as_str().unwrap().to_owned());
    }
    for failure in Failure::ALL {
        platform.stand_in.fail_with(Some(failure));
        platform.ask(LIVE).send().await.unwrap();
    }
    let log = Log::text();
    assert!(log.contains("magic session made") && log.contains("too_many_requests"));
    assert!(log.contains("TRACE"), "the log holds the libraries' finest events too");
    for secret in codes.iter().map(String::as_str).chain([SANDBOX_KEY, LIVE_KEY]) {
        assert!(!log.contains(secret));
    }
}
