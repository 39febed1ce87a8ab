//! The server: the page, its files, and the proxy that the widget asks.

use any_spawner::Executor;
use axum::{
    Router,
    http::{header::CONTENT_TYPE, request::Parts},
    routing::get,
};
use islands_example::document;
use leptos::config::get_configuration;
use leptos_axum::render_app_to_stream;
use paddle_magic_links::STYLESHEET;
use paddle_magic_links_proxy::{
    Environment, Paddle, Refusal, RefusalCode, SecretString, SellerKeys, SessionRequest,
};
use std::{env, error::Error, path::Path};
use tokio::net::TcpListener;
use tower_http::services::ServeDir;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // With a router, its list of routes does this.
    Executor::init_tokio()?;
    // Set by `cargo leptos`, or in LEPTOS_… variables.
    let options = get_configuration(None)?.leptos_options;
    let listener = TcpListener::bind(options.site_addr).await?;
    println!("http://{}", listener.local_addr()?);

    let mut paddle = Paddle::new();
    // A stand-in for Paddle, to try it without an account.
    if let Ok(origin) = env::var("PADDLE_SANDBOX_API") {
        paddle = paddle.with_api(Environment::Sandbox, &origin)?;
    }
    let files = Path::new(&*options.site_root).join(&*options.site_pkg_dir);
    let pkg = format!("/{}", options.site_pkg_dir);
    let app = Router::new()
        .route("/", get(render_app_to_stream(move || document(options.clone()))))
        .route("/magic-links.css", get(async || ([(CONTENT_TYPE, "text/css")], STYLESHEET)))
        .nest_service(&pkg, ServeDir::new(files))
        .merge(paddle_magic_links_proxy::router(paddle, OneSeller));
    Ok(axum::serve(listener, app).await?)
}

/// A platform with one seller, whose key is in the environment. Yours looks it up by the session that
/// the request belongs to.
#[derive(Clone)]
struct OneSeller;

impl SellerKeys for OneSeller {
    async fn user_api_key(
        &self,
        _request: &Parts,
        asked: SessionRequest,
    ) -> Result<SecretString, Refusal> {
        let key = match asked.environment {
            Environment::Sandbox => env::var("PADDLE_SANDBOX_USER_API_KEY").ok(),
            Environment::Live => None,
        };
        Ok(key.ok_or(RefusalCode::EnvironmentNotConfigured)?.into())
    }
}
