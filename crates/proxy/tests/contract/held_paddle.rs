//! A Paddle that holds requests back.

use crate::platform::{Platform, TestSellers};
use axum::{Router, extract::ConnectInfo, http::StatusCode, routing::any};
use paddle_magic_links_proxy::{Environment, Proxy};
use std::{
    collections::HashSet,
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{net::TcpListener, sync::Semaphore, time::timeout};

/// A live Paddle that holds each request until it is let through.
pub(crate) struct HeldPaddle {
    asked: Arc<Semaphore>,
    gate: Arc<Semaphore>,
    clients: Arc<Mutex<HashSet<SocketAddr>>>,
}

impl HeldPaddle {
    /// It, and a platform that asks it.
    pub(crate) async fn start(
        proxy: impl FnOnce(Proxy<TestSellers>) -> Proxy<TestSellers>,
    ) -> (Self, Platform) {
        let (asked, gate) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
        let held = Self { asked: asked.clone(), gate: gate.clone(), clients: Arc::default() };
        let clients = held.clients.clone();
        let respond = async move |ConnectInfo(client)| {
            clients.lock().unwrap().insert(client);
            asked.add_permits(1);
            gate.acquire().await.unwrap().forget();
            (StatusCode::CREATED, r#"{"data":{"code":"x"}}"#)
        };
        let router = Router::new().fallback(any(respond));
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let paddle = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, service).await });
        let platform =
            Platform::start_with(|builder| builder.api(Environment::Live, &paddle), proxy).await;
        (held, platform)
    }

    /// Waits until it has the next request.
    pub(crate) async fn is_asked(&self) {
        let asked = timeout(Duration::from_secs(10), self.asked.acquire()).await;
        asked.expect("Paddle is asked").unwrap().forget();
    }

    /// Lets through so many requests.
    pub(crate) fn let_through(&self, requests: usize) {
        self.gate.add_permits(requests);
    }

    /// How many connections it has had.
    pub(crate) fn connections(&self) -> usize {
        self.clients.lock().unwrap().len()
    }
}
