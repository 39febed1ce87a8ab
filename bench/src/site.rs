//! Serves a contestant's page, a proxy and the dashboard's login.

use crate::contestant::Contestant;
use anyhow::{Result, bail};
use axum::{
    Router,
    body::Bytes,
    extract::{Request, State},
    http::{
        StatusCode,
        header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE},
    },
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime},
};
use tokio::{net::TcpListener, sync::Notify, task::JoinHandle, time};

/// The longest wait for anything expected.
const PATIENCE: Duration = Duration::from_secs(30);

/// The site, which is served until this is dropped.
pub(crate) struct Site {
    pub(crate) origin: String,
    state: Arc<SiteState>,
    tasks: [JoinHandle<()>; 2],
}

struct SiteState {
    /// The files, each compressed with brotli.
    files: BTreeMap<String, Bytes>,
    dashboard: String,
    log: Mutex<Log>,
    arrived: Notify,
}

#[derive(Default)]
struct Log {
    requested: BTreeSet<String>,
    delay: Duration,
    answering: Duration,
    arrival: Option<SystemTime>,
}

/// A click that reached the dashboard.
pub(crate) struct Arrival {
    pub(crate) at: SystemTime,
    /// The part of the time that the proxy took.
    pub(crate) answering: Duration,
}

impl Site {
    pub(crate) async fn start(contestant: &Contestant) -> Result<Self> {
        let page = TcpListener::bind(("127.0.0.1", 0)).await?;
        let dashboard = TcpListener::bind(("127.0.0.1", 0)).await?;
        let origin = format!("http://{}", page.local_addr()?);
        let files = contestant.files.iter();
        let state = Arc::new(SiteState {
            files: files.map(|(path, file)| (path.clone(), file.brotli.clone().into())).collect(),
            dashboard: format!("http://{}", dashboard.local_addr()?),
            log: Mutex::default(),
            arrived: Notify::new(),
        });
        let index = String::from_utf8(contestant.files["/index.html"].raw.clone())?;
        let index = Html(index.replace("{dashboard}", &state.dashboard));
        let pages = Router::new()
            .route("/", get(index))
            .route("/api/paddle/magic-sessions", post(mint))
            .fallback(file)
            .with_state(state.clone());
        let door =
            Router::new().route("/magic-sessions/login", get(arrive)).with_state(state.clone());
        let tasks = [(page, pages), (dashboard, door)].map(|(listener, router)| {
            tokio::spawn(async move {
                let _ = axum::serve(listener, router).await;
            })
        });
        Ok(Self { origin, state, tasks })
    }

    /// The files that were requested so far, without the page itself.
    pub(crate) fn requested(&self) -> BTreeSet<String> {
        self.state.log().requested.clone()
    }

    /// Makes the proxy take this long from now on, and forgets earlier arrivals.
    pub(crate) fn expect(&self, delay: Duration) {
        let mut log = self.state.log();
        log.delay = delay;
        log.arrival = None;
    }

    /// Waits for a click to arrive at the dashboard.
    pub(crate) async fn arrival(&self) -> Result<Arrival> {
        let arrived = async {
            loop {
                if let Some(arrival) = self.state.arrival() {
                    return arrival;
                }
                self.state.arrived.notified().await;
            }
        };
        match time::timeout(PATIENCE, arrived).await {
            Ok(arrival) => Ok(arrival),
            Err(_) => bail!("a click did not reach the dashboard"),
        }
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

impl SiteState {
    fn log(&self) -> std::sync::MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn arrival(&self) -> Option<Arrival> {
        let log = self.log();
        Some(Arrival { at: log.arrival?, answering: log.answering })
    }
}

async fn file(State(site): State<Arc<SiteState>>, request: Request) -> Response {
    let path = request.uri().path();
    let Some(file) = site.files.get(path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    site.log().requested.insert(path.into());
    let kind = match Path::new(path).extension().and_then(|extension| extension.to_str()) {
        Some("js") => "text/javascript",
        Some("wasm") => "application/wasm",
        _ => "application/octet-stream",
    };
    let headers = [(CONTENT_TYPE, kind), (CONTENT_ENCODING, "br"), (CACHE_CONTROL, "no-cache")];
    (headers, file.clone()).into_response()
}

async fn mint(State(site): State<Arc<SiteState>>) -> Response {
    let asked = SystemTime::now();
    let delay = site.log().delay;
    if !delay.is_zero() {
        time::sleep(delay).await;
    }
    site.log().answering = asked.elapsed().unwrap_or_default();
    let headers = [(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-store")];
    let body = r#"{"data":{"code":"an-invented-code","environment":"live"},"meta":{}}"#;
    (StatusCode::CREATED, headers, body).into_response()
}

async fn arrive(State(site): State<Arc<SiteState>>) -> Html<&'static str> {
    site.log().arrival = Some(SystemTime::now());
    site.arrived.notify_one();
    Html("<!doctype html><title>Dashboard</title>")
}
