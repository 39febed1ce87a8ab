//! A platform with the proxy, and the stand-in as Paddle.

use crate::log::Log;
use axum::{Router, http::request::Parts};
use paddle_magic_links_proxy::{
    Environment, PROXY_PATH, Paddle, Refusal, RefusalCode, SecretString, SellerKeys,
    SessionRequest, router,
};
use paddle_magic_links_stand_in::{Options, StandIn};
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::Value;
use std::time::Duration;
use tokio::net::TcpListener;

pub(crate) const SANDBOX_KEY: &str = "fake-sandbox-user-api-key";
pub(crate) const LIVE_KEY: &str = "fake-live-user-api-key";
pub(crate) const LIVE: &str = r#"{"environment":"live","redirect":"onboarding"}"#;

/// Identifies the seller by a header, as a platform does by its session.
#[derive(Clone)]
pub(crate) struct Keys;

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

pub(crate) async fn serve(router: Router) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    origin
}

pub(crate) struct Platform {
    pub(crate) stand_in: StandIn,
    pub(crate) origin: String,
}

impl Platform {
    pub(crate) async fn start() -> Self {
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

    pub(crate) fn request(&self, method: Method) -> RequestBuilder {
        Client::new().request(method, format!("{}{PROXY_PATH}", self.origin))
    }

    /// What the widget sends from the platform's own page.
    pub(crate) fn ask(&self, body: &'static str) -> RequestBuilder {
        self.request(Method::POST)
            .header("content-type", "application/json")
            .header("x-paddle-magic-links", "1")
            .header("origin", &self.origin)
            .header("sec-fetch-site", "same-origin")
            .header("x-test-session", "a seller")
            .body(body)
    }

    /// The number of requests to Paddle, whatever the response.
    pub(crate) fn asked_paddle(&self) -> usize {
        Environment::ALL
            .map(|environment| self.stand_in.environment(environment).requests())
            .iter()
            .sum()
    }
}

pub(crate) async fn json(response: Response) -> Value {
    serde_json::from_str(&response.text().await.unwrap()).unwrap()
}

/// No cache keeps the response, no page of another origin can read it, and browsers trust its type.
pub(crate) fn is_for_this_page_only(response: &Response) {
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

pub(crate) async fn refusal(request: RequestBuilder) -> (u16, String) {
    let response = request.send().await.unwrap();
    is_for_this_page_only(&response);
    let status = response.status().as_u16();
    (status, json(response).await["error"]["code"].as_str().unwrap().to_owned())
}
