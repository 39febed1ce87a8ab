//! The server: the page, its files, and the proxy that the widget asks.

use axum::{
    Router,
    http::{header::CONTENT_TYPE, request::Parts},
    routing::get,
};
use leptos::config::get_configuration;
use leptos_axum::{LeptosRoutes, generate_route_list};
use paddle_magic_links::STYLESHEET;
use paddle_magic_links_proxy::{
    Environment, Paddle, Refusal, RefusalCode, SecretString, SellerKeys, SessionRequest,
};
use server_rendered_example::{App, document};
use std::{env, error::Error, path::Path};
use tokio::net::TcpListener;
use tower_http::services::ServeDir;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // Set by `cargo leptos`, or in LEPTOS_… variables.
    let options = get_configuration(None)?.leptos_options;
    let listener = TcpListener::bind(options.site_addr).await?;
    println!("http://{}", listener.local_addr()?);

    let files = Path::new(&*options.site_root).join(&*options.site_pkg_dir);
    let app = Router::new()
        .route("/magic-links.css", get(async || ([(CONTENT_TYPE, "text/css")], STYLESHEET)))
        .nest_service(&format!("/{}", options.site_pkg_dir), ServeDir::new(files))
        .leptos_routes(&options, generate_route_list(App), {
            let options = options.clone();
            move || document(options.clone())
        })
        .with_state(options)
        .merge(paddle_magic_links_proxy::router(Paddle::new(), OneSeller));
    Ok(axum::serve(listener, app).await?)
}

/// A platform with one seller, whose keys are in the environment. Yours looks them up by the
/// session that the request belongs to.
#[derive(Clone)]
struct OneSeller;

impl SellerKeys for OneSeller {
    async fn user_api_key(
        &self,
        _request: &Parts,
        asked: SessionRequest,
    ) -> Result<SecretString, Refusal> {
        let key = env::var(match asked.environment {
            Environment::Sandbox => "PADDLE_SANDBOX_USER_API_KEY",
            Environment::Live => "PADDLE_LIVE_USER_API_KEY",
        });
        Ok(key.map_err(|_| RefusalCode::EnvironmentNotConfigured)?.into())
    }
}
