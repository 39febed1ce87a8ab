//! The platform: its page as it is shipped, its proxy, and the stand-in for Paddle behind it.

use axum::http::{HeaderName, HeaderValue};
use paddle_magic_links::Environment;
use paddle_magic_links_demo::{Demo, Keys};
use paddle_magic_links_stand_in::StandIn;
use std::{
    net::SocketAddr,
    path::PathBuf,
    sync::{Mutex, PoisonError},
};
use tokio::{net::TcpListener, task::JoinHandle};
use tower_http::{services::ServeDir, set_header::SetResponseHeaderLayer};

pub(crate) const PROXY_PATH: &str = "/api/paddle/magic-sessions";

pub(crate) struct Platform {
    pub(crate) demo: Demo,
    address: SocketAddr,
    referrer_policy: Option<&'static str>,
    serving: Mutex<JoinHandle<()>>,
}

impl Platform {
    /// Starts all of it; the page says `referrer_policy` in its header, if anything.
    pub(crate) async fn start(referrer_policy: Option<&'static str>) -> Self {
        let demo = Demo::start(Keys::default(), vec!["127.0.0.1".into()]).await.unwrap();
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let serving = Mutex::new(serve(listener, &demo, referrer_policy));
        Self { demo, address, referrer_policy, serving }
    }

    pub(crate) fn page(&self) -> String {
        format!("http://{}/", self.address)
    }

    pub(crate) fn stand_in(&self) -> &StandIn {
        self.demo.stand_in()
    }

    pub(crate) fn sessions_made(&self) -> usize {
        in_both(|environment| self.stand_in().environment(environment).sessions_made())
    }

    pub(crate) fn sessions_opened(&self) -> usize {
        in_both(|environment| self.stand_in().environment(environment).sessions_opened())
    }

    /// Visits to the dashboard's login, whether let in or not.
    pub(crate) fn visits(&self) -> usize {
        in_both(|environment| self.stand_in().environment(environment).landings().len())
    }

    /// Page and proxy go down.
    pub(crate) async fn stop(&self) {
        let serving = std::mem::replace(&mut *self.lock(), tokio::spawn(async {}));
        serving.abort();
        // The port is free once the task is gone.
        let _ = serving.await;
    }

    /// Page and proxy come back, at the same address.
    pub(crate) async fn restart(&self) {
        let listener = TcpListener::bind(self.address).await.unwrap();
        *self.lock() = serve(listener, &self.demo, self.referrer_policy);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, JoinHandle<()>> {
        self.serving.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Platform {
    fn drop(&mut self) {
        self.lock().abort();
    }
}

fn in_both(count: impl Fn(Environment) -> usize) -> usize {
    Environment::ALL.into_iter().map(count).sum()
}

fn serve(
    listener: TcpListener,
    demo: &Demo,
    referrer_policy: Option<&'static str>,
) -> JoinHandle<()> {
    let dist = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("dist");
    assert!(
        dist.join("index.html").is_file(),
        "the page is not built: run `cargo xtask build`, or `cargo xtask test` for everything"
    );
    let mut app = demo.router().fallback_service(ServeDir::new(dist));
    if let Some(policy) = referrer_policy {
        app = app.layer(SetResponseHeaderLayer::overriding(
            HeaderName::from_static("referrer-policy"),
            HeaderValue::from_static(policy),
        ));
    }
    tokio::spawn(async move {
        let _ = axum::serve(listener, app).await;
    })
}
