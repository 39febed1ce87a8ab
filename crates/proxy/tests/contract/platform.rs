//! A platform with the proxy, and the stand-in as Paddle.

use crate::{log::Log, openapi::assert_follows_the_contract};
use axum::{Router, http::request::Parts};
use paddle_magic_links_proxy::{
    Audit, Environment, InProgress, Limits, PROXY_PATH, Paddle, PaddleBuilder, Proxy, Rate,
    Refusal, RefusalCode, Seller, Sellers, UserApiKey,
};
use paddle_magic_links_stand_in::{Keys, Options, StandIn};
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::Value;
use std::{
    future::pending,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, SystemTime},
};
use tokio::net::TcpListener;

pub(crate) const SANDBOX_KEY: &str = "fake-sandbox-user-api-key";
pub(crate) const LIVE_KEY: &str = "fake-live-user-api-key";
pub(crate) const LIVE: &str = r#"{"environment":"live","redirect":"onboarding"}"#;
pub(crate) const SANDBOX: &str = r#"{"environment":"sandbox"}"#;

/// Limits that no test reaches by accident.
pub(crate) const GENEROUS: Limits = Limits {
    seller: Rate::new(100_000, 100_000),
    paddle: Rate::new(100_000, 100_000),
    in_flight: 64,
};

/// Identifies the seller by a header, as a platform does by its session.
#[derive(Clone, Default)]
pub(crate) struct TestSellers {
    audits: Arc<Mutex<Vec<Audit>>>,
    rotated: Arc<AtomicBool>,
    keys_read: Arc<AtomicUsize>,
}

impl Sellers for TestSellers {
    async fn seller(&self, request: &Parts) -> Result<Seller, Refusal> {
        let session = request.headers.get("x-test-session").ok_or(RefusalCode::SessionExpired)?;
        let session = session.to_str().map_err(|_| RefusalCode::SessionExpired)?;
        let seller = Seller::new(session).with_actor("an actor");
        Ok(match session {
            "limited" => {
                return Err(Refusal { retry_after: Some(7), ..RefusalCode::RateLimited.into() });
            }
            "panics" => panic!("on purpose"),
            "slow" => pending().await,
            "staff" => seller.impersonated(),
            "stale" => seller.with_sign_in(SystemTime::now() - Duration::from_secs(3600)),
            _ => seller.with_sign_in(SystemTime::now()),
        })
    }

    async fn user_api_key(
        &self,
        seller: &Seller,
        environment: Environment,
    ) -> Result<UserApiKey, Refusal> {
        self.keys_read.fetch_add(1, Ordering::SeqCst);
        let key = match (seller.id.as_str(), environment) {
            ("live only", Environment::Sandbox) => {
                return Err(RefusalCode::EnvironmentNotConfigured.into());
            }
            ("slow key", _) => pending().await,
            ("somebody", _) => "fake-key-of-somebody",
            // Before 2025, keys had only such characters.
            ("hex", _) => "0123456789abcdef0123456789abcdef",
            ("revoked", _) => "fake-revoked-key",
            ("rotated", _) if !self.rotated.swap(true, Ordering::SeqCst) => "fake-revoked-key",
            ("prefixed", _) => "pdl_live_apikey_fake",
            ("mixed up", Environment::Sandbox) | (_, Environment::Live) => LIVE_KEY,
            (_, Environment::Sandbox) => SANDBOX_KEY,
        };
        Ok(UserApiKey::new(key).unwrap())
    }

    fn audit(&self, audit: &Audit) {
        audit.trace();
        self.audits.lock().unwrap().push(audit.clone());
    }
}

pub(crate) async fn serve(router: Router) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    origin
}

pub(crate) struct Platform {
    pub(crate) stand_in: StandIn,
    pub(crate) origin: String,
    pub(crate) in_progress: InProgress,
    sellers: TestSellers,
}

impl Platform {
    /// A platform whose Paddle is the stand-in.
    pub(crate) async fn start() -> Self {
        Self::start_with(|paddle| paddle, |proxy| proxy).await
    }

    /// A platform which does not wait long for Paddle.
    pub(crate) async fn impatient() -> Self {
        Self::start_with(|paddle| paddle.timeout(Duration::from_millis(300)), |proxy| proxy).await
    }

    /// A platform whose live Paddle is at another origin.
    pub(crate) async fn with_live_api(origin: &str) -> Self {
        Self::start_with(|paddle| paddle.api(Environment::Live, origin), |proxy| proxy).await
    }

    /// A platform with other settings.
    pub(crate) async fn start_with(
        paddle: impl FnOnce(PaddleBuilder) -> PaddleBuilder,
        proxy: impl FnOnce(Proxy<TestSellers>) -> Proxy<TestSellers>,
    ) -> Self {
        Log::start();
        let stand_in = StandIn::start(Options {
            sellers: vec![Keys::new(SANDBOX_KEY, LIVE_KEY)],
            requests_per_minute: None,
            ..Options::default()
        })
        .await
        .unwrap();
        let mut builder = Paddle::builder().timeout(Duration::from_secs(5));
        for environment in Environment::ALL {
            builder = builder.api(environment, stand_in.origin(environment));
        }
        let sellers = TestSellers::default();
        let standard =
            Proxy::new(paddle(builder).build().unwrap(), sellers.clone()).limits(GENEROUS);
        let proxy = proxy(standard);
        let in_progress = proxy.in_progress();
        let origin = serve(proxy.router()).await;
        Self { stand_in, origin, in_progress, sellers }
    }

    pub(crate) fn request(&self, method: Method) -> RequestBuilder {
        Client::new().request(method, format!("{}{PROXY_PATH}", self.origin))
    }

    /// What the widget sends from the platform's own page.
    pub(crate) fn ask(&self, body: &'static str) -> RequestBuilder {
        self.ask_as("a seller", body)
    }

    pub(crate) fn ask_as(&self, session: &str, body: &'static str) -> RequestBuilder {
        self.ask_from("same-origin", session, body)
    }

    pub(crate) fn ask_from(&self, site: &str, session: &str, body: &'static str) -> RequestBuilder {
        self.request(Method::POST)
            .header("content-type", "application/json")
            .header("x-paddle-magic-links", "1")
            .header("origin", &self.origin)
            .header("sec-fetch-site", site)
            .header("x-test-session", session)
            .body(body)
    }

    /// The number of requests to Paddle, whatever the response.
    pub(crate) fn asked_paddle(&self) -> usize {
        Environment::ALL
            .map(|environment| self.stand_in.environment(environment).requests())
            .iter()
            .sum()
    }

    pub(crate) fn sellers(&self) -> TestSellers {
        self.sellers.clone()
    }

    /// How often the platform was asked for a key.
    pub(crate) fn keys_read(&self) -> usize {
        self.sellers.keys_read.load(Ordering::SeqCst)
    }

    /// What the audit got, in order.
    pub(crate) fn audits(&self) -> Vec<Audit> {
        self.sellers.audits.lock().unwrap().clone()
    }

    pub(crate) fn last_audit(&self) -> Audit {
        self.audits().pop().unwrap()
    }
}

/// The body of a response, which has to follow the contract.
pub(crate) async fn json(response: Response) -> Value {
    let status = response.status().as_u16();
    let body = serde_json::from_str(&response.text().await.unwrap()).unwrap();
    assert_follows_the_contract(status, &body);
    body
}

/// No cache keeps the response, no page of another origin can read it, and browsers trust its type.
pub(crate) fn is_for_this_page_only(response: &Response) {
    has_security_headers(response);
    for header in response.headers().keys() {
        assert!(!header.as_str().starts_with("access-control-"), "{header}");
    }
}

pub(crate) fn has_security_headers(response: &Response) {
    for (header, value) in [
        ("cache-control", "no-store"),
        ("vary", "origin, sec-fetch-site"),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
    ] {
        assert_eq!(response.headers()[header], value);
    }
}

pub(crate) async fn refusal(request: RequestBuilder) -> (u16, String) {
    let response = request.send().await.unwrap();
    is_for_this_page_only(&response);
    let status = response.status().as_u16();
    (status, json(response).await["error"]["code"].as_str().unwrap().to_owned())
}

/// Waits until something holds.
pub(crate) async fn eventually(mut holds: impl FnMut() -> bool) {
    let waiting = async {
        while !holds() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), waiting).await.expect("it holds within 10 s");
}
