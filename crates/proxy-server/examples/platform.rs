//! An invented platform, written in any language you like, beside the program: a page with the widget, a
//! `whoami`, and what its reverse proxy does. `cargo xtask proxy` runs it.
//!
//! Usage: `platform PROGRAM PACKAGE`, with the built program and the directory of the unpacked npm package.

use anyhow::{Context, Result};
use axum::{
    Json, Router,
    body::{Body, Bytes},
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header},
    middleware::{Next, from_fn_with_state},
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use paddle_magic_links_proxy::{Environment, PROXY_PATH, rustls::crypto::aws_lc_rs};
use paddle_magic_links_stand_in::{Keys, Options, StandIn};
use serde_json::json;
use std::{env, fs, path::PathBuf, process::Stdio};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    net::TcpListener,
    process::Command,
};
use tower_http::services::ServeDir;

const SANDBOX_KEY: &str = "invented-sandbox-user-api-key";
const LIVE_KEY: &str = "invented-live-user-api-key";

#[tokio::main]
async fn main() -> Result<()> {
    let mut arguments = env::args_os().skip(1).map(PathBuf::from);
    let program = arguments.next().context("usage: platform PROGRAM PACKAGE")?;
    let package = arguments.next().context("usage: platform PROGRAM PACKAGE")?;
    let stand_in = StandIn::start(Options {
        sellers: vec![Keys::new(SANDBOX_KEY, LIVE_KEY)],
        requests_per_minute: None,
        ..Options::default()
    })
    .await?;
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let origin = format!("http://{}", listener.local_addr()?);

    let directory = tempfile::tempdir()?;
    let config = directory.path().join("proxy.toml");
    fs::write(&config, configuration(&origin, &stand_in))?;
    let mut proxy = Command::new(program)
        .arg("--config")
        .arg(&config)
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    let mut lines = BufReader::new(proxy.stdout.take().context("no output")?).lines();
    let line = lines.next_line().await?.context("the program did not start; it says why above")?;
    let proxy_origin = line.trim_start_matches("proxy ").to_owned();

    let page = page(&stand_in);
    let session = session()?;
    let cookie = format!("{session}; Path=/; HttpOnly; SameSite=Lax");
    let app = Router::new()
        .route("/", get(async move || ([(header::SET_COOKIE, cookie)], Html(page))))
        .route("/whoami", get(async move |headers: HeaderMap| whoami(&headers, &session)))
        .route(PROXY_PATH, post(pass_on))
        .nest_service("/paddle-magic-links", ServeDir::new(package))
        .layer(from_fn_with_state(listener.local_addr()?.port(), only_this_machine))
        .with_state(proxy_origin);
    println!("The platform: {origin} (Ctrl-C ends it)\n{}", fs::read_to_string(config)?);
    tokio::select! {
        result = axum::serve(listener, app) => result?,
        _ = tokio::signal::ctrl_c() => {}
        status = proxy.wait() => println!("The program ended: {}", status?),
    }
    Ok(())
}

fn configuration(origin: &str, stand_in: &StandIn) -> String {
    format!(
        "listen = \"127.0.0.1:0\"\noperations = \"127.0.0.1:0\"\n\n[paddle]\nsandbox_api = \"{}\"\n\
         live_api = \"{}\"\n\n[identity.whoami]\nurl = \"{origin}/whoami\"\n",
        stand_in.origin(Environment::Sandbox),
        stand_in.origin(Environment::Live),
    )
}

fn page(stand_in: &StandIn) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Payments</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><link rel=\"icon\" href=\"data:,\">\
         <script type=\"module\" src=\"/paddle-magic-links/index.js\"></script><h1>Payments</h1>\
         <paddle-magic-links endpoint=\"{PROXY_PATH}\" dashboard-sandbox=\"{}\" \
         dashboard-live=\"{}\"></paddle-magic-links>",
        stand_in.origin(Environment::Sandbox),
        stand_in.origin(Environment::Live),
    )
}

/// The session of whoever opens the page, as its cookie. Nobody can guess it.
fn session() -> Result<String> {
    let mut random = [0; 16];
    let filled = aws_lc_rs::default_provider().secure_random.fill(&mut random);
    filled.ok().context("no random numbers")?;
    Ok(format!("session={:032x}", u128::from_ne_bytes(random)))
}

/// Refuses a request for another host: a foreign page could have its own name resolve to this machine.
async fn only_this_machine(State(port): State<u16>, request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    if ["127.0.0.1", "localhost"].iter().any(|name| host == Some(&format!("{name}:{port}"))) {
        return next.run(request).await;
    }
    StatusCode::MISDIRECTED_REQUEST.into_response()
}

/// Who is signed in. A platform looks it up; here, whoever has opened the page is.
fn whoami(headers: &HeaderMap, session: &str) -> Response {
    let cookies = headers.get(header::COOKIE).and_then(|value| value.to_str().ok());
    if !cookies.unwrap_or_default().split("; ").any(|cookie| cookie == session) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let keys = json!({ "sandbox": SANDBOX_KEY, "live": LIVE_KEY });
    Json(json!({ "seller": "s_1", "keys": keys })).into_response()
}

/// What a reverse proxy does: sends the request on as it is.
async fn pass_on(State(origin): State<String>, headers: HeaderMap, body: Bytes) -> Response {
    let request = reqwest::Client::new().post(format!("{origin}{PROXY_PATH}")).headers(headers);
    let Ok(response) = request.body(body).send().await else {
        return StatusCode::BAD_GATEWAY.into_response();
    };
    let (status, headers) = (response.status(), response.headers().clone());
    let body = Body::from(response.bytes().await.unwrap_or_default());
    (status, headers, body).into_response()
}
