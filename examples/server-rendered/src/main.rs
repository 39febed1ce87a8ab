//! The server: the page and its files. The shop adds the proxy that the widget asks.

use axum::{Router, http::header::CONTENT_TYPE, routing::get};
use leptos::config::get_configuration;
use leptos_axum::{LeptosRoutes, generate_route_list};
use paddle_magic_links::STYLESHEET;
use server_rendered_example::{App, document};
use shop_example::Shop;
use std::{error::Error, path::Path};
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
        .with_state(options);
    Ok(axum::serve(listener, Shop::around(app)?).await?)
}
