//! The platform: the demo page as shipped, its proxy, and the stand-in for Paddle.

use axum::{
    Router,
    http::{
        HeaderName, HeaderValue,
        header::{
            ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
            SET_COOKIE,
        },
    },
    routing::get,
};
use paddle_magic_links_demo::{Demo, Keys};
use paddle_magic_links_protocol::Environment;
use paddle_magic_links_stand_in::StandIn;
use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::{Arc, LazyLock, Mutex, PoisonError},
};
use tokio::{net::TcpListener, task::JoinHandle};
use tower_http::{services::ServeDir, set_header::SetResponseHeaderLayer};

pub(crate) const PROXY_PATH: &str = "/api/paddle/magic-sessions";

pub(crate) struct Platform {
    pub(crate) demo: Demo,
    address: SocketAddr,
    referrer_policy: Option<&'static str>,
    own_page: Arc<Mutex<OwnPage>>,
    serving: Mutex<JoinHandle<()>>,
}

/// A page that a test writes itself, around the custom element.
#[derive(Clone, Default)]
struct OwnPage {
    policy: String,
    html: String,
    script: String,
}

impl Platform {
    /// Starts all of it. Every page is served with `referrer_policy`, if there is one.
    pub(crate) async fn start(referrer_policy: Option<&'static str>) -> Self {
        let demo = Demo::start(Keys::default(), vec!["127.0.0.1".into()]).await.unwrap();
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let own_page = Arc::default();
        let serving = Mutex::new(serve(listener, &demo, referrer_policy, &own_page));
        Self { demo, address, referrer_policy, own_page, serving }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn page(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Serves a page that the test has written, and returns its address. Its script is at `own.js`, and
    /// the unpacked npm package at `package/`; the built examples are at `examples/`.
    pub(crate) fn serve_own(&self, policy: &str, html: &str, script: &str) -> String {
        *self.own_page.lock().unwrap() =
            OwnPage { policy: policy.into(), html: html.into(), script: script.into() };
        format!("http://{}/own.html", self.address)
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

    /// Visits to the dashboard's login, accepted or refused.
    pub(crate) fn visits(&self) -> usize {
        in_both(|environment| self.stand_in().environment(environment).landings().len())
    }

    /// Stops the page and the proxy.
    pub(crate) async fn stop(&self) {
        let serving = std::mem::replace(&mut *self.lock(), tokio::spawn(async {}));
        serving.abort();
        // The port is free once the task has ended.
        let _ = serving.await;
    }

    /// Starts them again, at the same address.
    pub(crate) async fn restart(&self) {
        let listener = TcpListener::bind(self.address).await.unwrap();
        *self.lock() = serve(listener, &self.demo, self.referrer_policy, &self.own_page);
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

pub(crate) fn root() -> &'static Path {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    tests.and_then(Path::parent).expect("this crate lies in tests/end_to_end")
}

/// Where cargo builds to.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or(root().join("target"), PathBuf::from)
}

/// The npm package, packed and unpacked again.
pub(crate) fn package() -> PathBuf {
    target().join("package")
}

/// The URL path of a file whose published name has a hash, such as `component.js`.
pub(crate) fn packed(file: &str) -> String {
    let (stem, kind) = file.rsplit_once('.').unwrap();
    let (folder, stem) = stem.rsplit_once('/').unwrap_or(("", stem));
    let directory = package().join(folder);
    let names = std::fs::read_dir(&directory).unwrap().map(|entry| entry.unwrap().file_name());
    let names = names.map(|name| name.into_string().unwrap());
    let is_it = |name: &String| {
        let rest = name.strip_prefix(stem).and_then(|rest| rest.strip_prefix('-'));
        let hash = rest.and_then(|rest| rest.strip_suffix(&format!(".{kind}")));
        hash.is_some_and(|hash| hash.chars().all(|digit| digit.is_ascii_hexdigit()))
    };
    let found: Vec<_> = names.filter(is_it).collect();
    assert_eq!(found.len(), 1, "{file} in {}: {found:?}", directory.display());
    ["/package/", file.trim_end_matches(&format!("{stem}.{kind}")), &found[0]].concat()
}

/// The component's wasm, as pages without a bundler load it.
pub(crate) static WASM: LazyLock<String> = LazyLock::new(|| packed("component.wasm"));

/// The component's script, as pages without a bundler load it.
pub(crate) static GLUE: LazyLock<String> = LazyLock::new(|| packed("component.js"));

fn in_both(count: impl Fn(Environment) -> usize) -> usize {
    Environment::ALL.into_iter().map(count).sum()
}

fn serve(
    listener: TcpListener,
    demo: &Demo,
    referrer_policy: Option<&'static str>,
    own_page: &Arc<Mutex<OwnPage>>,
) -> JoinHandle<()> {
    let (dist, package) = (root().join("dist"), package());
    let examples = target().join("examples");
    for built in [dist.join("index.html"), package.join("index.js")] {
        assert!(built.exists(), "{} is not built: run `cargo xtask e2e`", built.display());
    }
    let files = Router::new()
        .nest_service("/package", ServeDir::new(package))
        .nest_service("/examples", ServeDir::new(examples))
        .nest("/releases", releases())
        .fallback_service(ServeDir::new(dist))
        // A frame without an origin could not load them otherwise.
        .layer(SetResponseHeaderLayer::overriding(
            ACCESS_CONTROL_ALLOW_ORIGIN,
            HeaderValue::from_static("*"),
        ));
    let pages = own_page_router(own_page.clone())
        .fallback_service(files)
        .layer(SetResponseHeaderLayer::appending(SET_COOKIE, demo.session_cookie()));
    let mut app = demo.router().unwrap().merge(pages);
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

/// Several releases of the package, with the headers that the README recommends.
fn releases() -> Router {
    let cached =
        |words| SetResponseHeaderLayer::overriding(CACHE_CONTROL, HeaderValue::from_static(words));
    let files = ServeDir::new(target().join("releases"));
    let hashed = Router::new().fallback_service(files.clone());
    Router::new()
        .route_service("/{release}/index.js", files)
        .layer(cached("no-cache"))
        .fallback_service(hashed.layer(cached("public, max-age=31536000, immutable")))
}

fn own_page_router(own_page: Arc<Mutex<OwnPage>>) -> Router {
    let script_of = own_page.clone();
    let html = async move || {
        let OwnPage { policy, html, .. } = own_page.lock().unwrap().clone();
        let headers =
            [(CONTENT_TYPE, "text/html; charset=utf-8".into()), (CONTENT_SECURITY_POLICY, policy)];
        (headers, html)
    };
    let script = async move || {
        ([(CONTENT_TYPE, "text/javascript")], script_of.lock().unwrap().script.clone())
    };
    Router::new().route("/own.html", get(html)).route("/own.js", get(script))
}
