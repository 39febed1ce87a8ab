//! The program with its configuration, the platform's `whoami`, and the stand-in as Paddle.

use axum::{
    Json, Router,
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Response},
    routing::get,
};
use paddle_magic_links_proxy::{Environment, PROXY_PATH};
use paddle_magic_links_stand_in::{Keys, Options, StandIn};
use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Stdio,
    sync::{Arc, Mutex},
};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, BufReader},
    net::TcpListener,
    process::{Child, Command},
    task::JoinHandle,
};

pub(crate) const SANDBOX_KEY: &str = "fake-sandbox-user-api-key";
pub(crate) const LIVE_KEY: &str = "fake-live-user-api-key";
pub(crate) const OTHER_SANDBOX_KEY: &str = "fake-sandbox-user-api-key-of-another";
pub(crate) const OTHER_LIVE_KEY: &str = "fake-live-user-api-key-of-another";
pub(crate) const LIVE: &str = r#"{"environment":"live","redirect":"onboarding"}"#;
pub(crate) const SANDBOX: &str = r#"{"environment":"sandbox"}"#;

pub(crate) const WHOAMI: &str = "[identity.whoami]\nurl = \"{whoami}\"\n";

type Respond = dyn Fn(&HeaderMap) -> Response + Send + Sync;

/// The platform's own app.
#[derive(Clone)]
struct App {
    respond: Arc<Mutex<Arc<Respond>>>,
    seen: Arc<Mutex<Vec<HeaderMap>>>,
}

pub(crate) struct Platform {
    pub(crate) stand_in: Arc<StandIn>,
    pub(crate) program: Child,
    pub(crate) origin: String,
    pub(crate) operations: String,
    pub(crate) directory: TempDir,
    app: App,
    log: JoinHandle<String>,
}

pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_paddle-magic-links-proxy"));
    command.kill_on_drop(true);
    command
}

/// A path as a text in TOML can hold it, also on Windows.
pub(crate) fn in_toml(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

async fn whoami(State(app): State<App>, headers: HeaderMap) -> Response {
    app.seen.lock().unwrap().push(headers.clone());
    let respond = app.respond.lock().unwrap().clone();
    respond(&headers)
}

impl Platform {
    /// The program with more configuration than it needs to find the stand-in. `{whoami}` and `{directory}`
    /// stand for what they are.
    pub(crate) async fn start(more: &str) -> Self {
        Self::start_with(more, |_| {}).await
    }

    pub(crate) async fn start_with(more: &str, adapt: impl FnOnce(&mut Command)) -> Self {
        let stand_in = StandIn::start(Options {
            sellers: vec![
                Keys::new(SANDBOX_KEY, LIVE_KEY),
                Keys::new(OTHER_SANDBOX_KEY, OTHER_LIVE_KEY),
            ],
            requests_per_minute: None,
            ..Options::default()
        })
        .await
        .unwrap();
        let respond: Arc<Respond> = Arc::new(|_| panic!("the test says what whoami responds"));
        let app = App { respond: Arc::new(Mutex::new(respond)), seen: Arc::default() };
        let router = Router::new().route("/whoami", get(whoami)).with_state(app.clone());
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let whoami = format!("http://{}/whoami", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });

        let directory = tempfile::tempdir().unwrap();
        fs::create_dir(directory.path().join("keys")).unwrap();
        let config = directory.path().join("proxy.toml");
        let text = format!(
            "listen = \"127.0.0.1:0\"\noperations = \"127.0.0.1:0\"\n\
             [paddle]\nsandbox_api = \"{}\"\nlive_api = \"{}\"\n{more}",
            stand_in.origin(Environment::Sandbox),
            stand_in.origin(Environment::Live),
        );
        let text =
            text.replace("{whoami}", &whoami).replace("{directory}", &in_toml(directory.path()));
        fs::write(&config, text).unwrap();
        let mut command = program();
        command.arg("--config").arg(&config).stdout(Stdio::piped()).stderr(Stdio::piped());
        adapt(&mut command);
        let mut program = command.spawn().unwrap();
        // A test can have it in a file instead.
        let log = program.stderr.take();
        let log = tokio::spawn(async move {
            let mut text = String::new();
            if let Some(mut log) = log {
                log.read_to_string(&mut text).await.unwrap();
            }
            text
        });
        let mut lines = BufReader::new(program.stdout.take().unwrap()).lines();
        let mut origins = Vec::new();
        for name in ["proxy", "operations"] {
            let line = lines.next_line().await.unwrap().expect("it starts");
            origins.push(line.strip_prefix(&format!("{name} ")).unwrap().to_owned());
        }
        let operations = origins.pop().unwrap();
        let origin = origins.pop().unwrap();
        Self { stand_in: Arc::new(stand_in), program, origin, operations, directory, app, log }
    }

    pub(crate) fn whoami_responds(
        &self,
        respond: impl Fn(&HeaderMap) -> Response + Send + Sync + 'static,
    ) {
        *self.app.respond.lock().unwrap() = Arc::new(respond);
    }

    /// `whoami` responds with one seller, who has a live key.
    pub(crate) fn knows_a_seller(&self) {
        self.whoami_responds(|_| {
            Json(json!({ "seller": "s_1", "keys": { "live": LIVE_KEY } })).into_response()
        });
    }

    /// The headers of what `whoami` was asked.
    pub(crate) fn asked(&self) -> Vec<HeaderMap> {
        self.app.seen.lock().unwrap().clone()
    }

    pub(crate) fn ask(&self, body: &'static str) -> RequestBuilder {
        Client::new()
            .post(format!("{}{PROXY_PATH}", self.origin))
            .header("content-type", "application/json")
            .header("x-paddle-magic-links", "1")
            .header("origin", &self.origin)
            .header("sec-fetch-site", "same-origin")
            .body(body)
    }

    pub(crate) async fn operation(&self, path: &str) -> (u16, String) {
        let response = reqwest::get(format!("{}{path}", self.operations)).await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    }

    /// Writes a key where the configuration `directory = "{directory}/keys"` looks for it.
    pub(crate) fn write_key(&self, seller: &str, environment: &str, key: &str) {
        let directory: PathBuf = self.directory.path().join("keys").join(seller);
        fs::create_dir_all(&directory).unwrap();
        fs::write(directory.join(environment), key).unwrap();
    }

    /// Ends the program, and returns its log.
    pub(crate) async fn log(mut self) -> String {
        // It may have ended already.
        let _ = self.program.kill().await;
        self.log.await.unwrap()
    }
}

pub(crate) async fn outcome(request: RequestBuilder) -> (u16, Value) {
    let response = request.send().await.unwrap();
    (response.status().as_u16(), response.json().await.unwrap())
}

pub(crate) async fn refusal(request: RequestBuilder) -> (u16, String) {
    let (status, body) = outcome(request).await;
    (status, body["error"]["code"].as_str().unwrap().to_owned())
}
