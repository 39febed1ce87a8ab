//! A Paddle that holds requests back.

use crate::platform::{Platform, TestSellers, serve};
use axum::{Router, http::StatusCode, routing::any};
use paddle_magic_links_proxy::{Environment, Proxy};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// A live Paddle that holds each request until it is let through.
pub(crate) struct HeldPaddle {
    asked: Arc<Semaphore>,
    gate: Arc<Semaphore>,
}

impl HeldPaddle {
    /// It, and a platform that asks it.
    pub(crate) async fn start(
        proxy: impl FnOnce(Proxy<TestSellers>) -> Proxy<TestSellers>,
    ) -> (Self, Platform) {
        let (asked, gate) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
        let held = Self { asked: asked.clone(), gate: gate.clone() };
        let paddle = serve(Router::new().fallback(any(async move || {
            asked.add_permits(1);
            gate.acquire().await.unwrap().forget();
            (StatusCode::CREATED, r#"{"data":{"code":"x"}}"#)
        })))
        .await;
        let platform =
            Platform::start_with(|builder| builder.api(Environment::Live, &paddle), proxy).await;
        (held, platform)
    }

    /// Waits until it has the next request.
    pub(crate) async fn is_asked(&self) {
        self.asked.acquire().await.unwrap().forget();
    }

    /// Lets through so many requests.
    pub(crate) fn let_through(&self, requests: usize) {
        self.gate.add_permits(requests);
    }
}
