//! A small proxy of a platform of the tests' own. Without a flaw it is correct.

use crate::{
    flaw::Flaw, limits::Limits, origins::text, paddle_response::Made, refusal::Refusal, serve,
};
use axum::{
    body::{Body, Bytes},
    extract::Request,
    http::{Method, StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use paddle_magic_links_protocol::{Environment, PROXY_PATH, RefusalCode};
use paddle_magic_links_stand_in::{Keys, Options, StandIn};
use std::{
    collections::HashMap,
    fs::{File, OpenOptions},
    io::Write,
    ops::Deref,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::{net::TcpListener, sync::Mutex, task::JoinHandle, time::sleep};

/// The proxy, which stops when this is dropped.
pub(crate) struct Running {
    proxy: Proxy,
    task: JoinHandle<()>,
}

impl Running {
    /// Starts it before a stand-in for Paddle. It logs to a file.
    pub(crate) async fn start(flaw: Option<Flaw>, paddle: &StandIn, log: &Path) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let apis = [Environment::Sandbox, Environment::Live]
            .map(|environment| paddle.origin(environment).to_owned());
        let proxy = Proxy(Arc::new(Shared {
            flaw,
            origin,
            apis,
            sellers: Options::default().sellers,
            client: client(flaw, paddle.authority().as_deref()),
            limits: Limits::default(),
            log: OpenOptions::new().create(true).append(true).open(log).unwrap(),
            seller: AtomicUsize::new(0),
            kept: Mutex::default(),
            stalled: AtomicBool::new(false),
        }));
        Self { task: tokio::spawn(serve::serve(listener, proxy.clone())), proxy }
    }

    /// The URL to which a widget would send its requests.
    pub(crate) fn url(&self) -> String {
        format!("{}{PROXY_PATH}", self.proxy.origin)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn client(flaw: Option<Flaw>, authority: Option<&str>) -> reqwest::Client {
    let redirects = match flaw {
        Some(Flaw::RedirectsFollowed) => reqwest::redirect::Policy::default(),
        _ => reqwest::redirect::Policy::none(),
    };
    let authority = authority.map(|pem| reqwest::Certificate::from_pem(pem.as_bytes()).unwrap());
    // No others, because reading those of the system would take longer than many a time limit here.
    let mut client =
        reqwest::Client::builder().no_proxy().redirect(redirects).tls_certs_only(authority);
    if flaw == Some(Flaw::AnyCertificate) {
        client = client.tls_danger_accept_invalid_certs(true);
    }
    client.build().unwrap()
}

#[derive(Clone)]
pub(crate) struct Proxy(Arc<Shared>);

pub(crate) struct Shared {
    flaw: Option<Flaw>,
    origin: String,
    /// Of sandbox and of live.
    pub(crate) apis: [String; 2],
    pub(crate) sellers: Vec<Keys>,
    pub(crate) client: reqwest::Client,
    pub(crate) limits: Limits,
    log: File,
    // What only flaws remember:
    pub(crate) seller: AtomicUsize,
    pub(crate) kept: Mutex<HashMap<(usize, Environment), (Instant, Made)>>,
    pub(crate) stalled: AtomicBool,
}

impl Deref for Proxy {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl Proxy {
    pub(crate) fn flaw(&self) -> Option<Flaw> {
        self.flaw
    }

    pub(crate) fn has(&self, flaw: Flaw) -> bool {
        self.flaw == Some(flaw)
    }

    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    pub(crate) fn log(&self, line: &str) {
        writeln!(&self.log, "{line}").unwrap();
    }

    pub(crate) async fn respond(&self, request: Request) -> Response {
        let (mut parts, body) = request.into_parts();
        if parts.uri.path() != PROXY_PATH {
            return StatusCode::NOT_FOUND.into_response();
        }
        if let Some(response) = self.preflight(&parts) {
            return response;
        }
        self.override_method(&mut parts);
        let result = self.click(&parts, body).await;
        let outcome = result.as_ref().map_or_else(|refusal| refusal.code.as_str(), |_| "made");
        self.log(&format!("{} {outcome}", parts.method));
        let mut response = match result {
            Ok((made, environment)) => {
                if self.has(Flaw::CodeLogged) {
                    self.log(&format!("code={}", made.code));
                }
                self.session_response(&made, environment)
            }
            Err(refusal) => self.refusal_response(refusal),
        };
        self.allow_reading(&parts.headers, response.headers_mut());
        response
    }

    async fn click(&self, parts: &Parts, body: Body) -> Result<(Made, Environment), Refusal> {
        let has_body = parts.method == Method::POST
            || parts.method == Method::PUT && self.has(Flaw::PutAllowed);
        let needs_none = parts.method == Method::GET && self.has(Flaw::GetAllowed)
            || parts.method == Method::HEAD && self.has(Flaw::HeadAllowed)
            || parts.extensions.get::<Overridden>().is_some();
        if !has_body && !needs_none {
            return Err(Refusal::with_status(RefusalCode::InvalidRequest, 405));
        }
        if self.has(Flaw::PanicsOnOddHeader) {
            for value in parts.headers.values() {
                value.to_str().expect("a header is text");
            }
        }
        if self.is_foreign(&parts.headers) || has_body && !self.is_from_the_widget(&parts.headers) {
            return Err(RefusalCode::CsrfRejected.into());
        }
        let question =
            if needs_none { Self::live(Bytes::new()) } else { self.question(body).await? };
        let mut session = self.session(parts, &question)?;
        if self.has(Flaw::SharedSeller) {
            self.seller.store(session.seller, Ordering::SeqCst);
            sleep(Duration::from_millis(30)).await;
            session.seller = self.seller.load(Ordering::SeqCst);
        }
        self.check(&session, &question)?;
        let environment = question.request.environment;
        self.admit(parts, &session, environment)?;
        Ok((self.code(parts, &session, &question).await?, environment))
    }

    fn override_method(&self, parts: &mut Parts) {
        let by_header = text(&parts.headers, "x-http-method-override") == Some("POST");
        let by_query = parts.uri.query().is_some_and(|query| query.contains("_method=POST"));
        if self.has(Flaw::OverrideByHeader) && by_header
            || self.has(Flaw::OverrideByQuery) && by_query
        {
            parts.extensions.insert(Overridden);
        }
    }
}

/// Marks a request that a flaw takes for a POST.
#[derive(Clone)]
struct Overridden;
