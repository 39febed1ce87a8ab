//! Pages without a bundler, which load the package as it is.

use super::page::{jumps, open, serve};
use crate::harness::{
    browser::in_a_browser, engine::Engine, platform::package, scenario::scenarios,
};
use axum::{
    Router,
    http::{HeaderValue, header::ACCESS_CONTROL_ALLOW_ORIGIN},
    response::Html,
    routing::get,
};
use tower_http::{services::ServeDir, set_header::SetResponseHeaderLayer};

const IMPORT_MAP: &str = r#"<script type=importmap>{ "imports": { "paddle-magic-links": "/package/index.js" } }</script>
       <script type=module>import 'paddle-magic-links';</script>"#;

const CDN: &str = "<script type=module src=CDN/index.js></script>";

/// Another origin which has the package as CDNs that serve npm's packages do: below its name and version.
async fn cdn() -> String {
    let path = "/npm/paddle-magic-links@0.1.0";
    let package = Router::new().nest_service(path, ServeDir::new(package()));
    let everyone = HeaderValue::from_static("*");
    let shared = SetResponseHeaderLayer::overriding(ACCESS_CONTROL_ALLOW_ORIGIN, everyone);
    format!("{}{}", serve(package.layer(shared)).await.trim_end_matches('/'), path)
}

async fn page_lands(engine: Engine, html: &str) {
    in_a_browser(engine, None, async |world| {
        let html = html.replace("CDN", &cdn().await);
        let element =
            "<paddle-magic-links endpoint=/api/paddle/magic-sessions></paddle-magic-links>";
        let html = format!("<!doctype html><html lang=en><title>Payments</title>{html}{element}");
        let page = Router::new().route("/", get(async || Html(html)));
        let files = page.nest_service("/package", ServeDir::new(package()));
        open(world, &serve(files).await).await;
        jumps(world, 0).await;
    })
    .await;
}

async fn a_page_with_an_import_map_lands(engine: Engine) {
    page_lands(engine, IMPORT_MAP).await;
}

async fn a_page_with_the_package_from_a_cdn_lands(engine: Engine) {
    page_lands(engine, CDN).await;
}

scenarios! {
    a_page_with_an_import_map_lands;
    a_page_with_the_package_from_a_cdn_lands;
}
