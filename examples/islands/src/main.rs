//! The server: the page and its files. The shop adds the proxy that the widget asks.

use any_spawner::Executor;
use axum::{Router, http::header::CONTENT_TYPE, routing::get};
use islands_example::document;
use leptos::config::get_configuration;
use leptos_axum::render_app_to_stream;
use paddle_magic_links::STYLESHEET;
use shop_example::Shop;
use std::{error::Error, path::Path};
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

    let files = Path::new(&*options.site_root).join(&*options.site_pkg_dir);
    let pkg = format!("/{}", options.site_pkg_dir);
    let app = Router::new()
        .route("/", get(render_app_to_stream(move || document(options.clone()))))
        .route("/magic-links.css", get(async || ([(CONTENT_TYPE, "text/css")], STYLESHEET)))
        .nest_service(&pkg, ServeDir::new(files));
    Ok(axum::serve(listener, Shop::around(app)?).await?)
}
