//! Pages without a bundler, which load the package as it is.

use super::page::{jumps, open, serve};
use crate::harness::{
    browser::in_a_browser, engine::Engine, platform::package, scenario::scenarios,
};
use axum::{Router, response::Html, routing::get};
use tower_http::services::ServeDir;

const IMPORT_MAP: &str = r#"<script type=importmap>{ "imports": { "paddle-magic-links": "/package/index.js" } }</script>
       <script type=module>import 'paddle-magic-links';</script>"#;

const CDN: &str = "<script type=module src=PLATFORM/package/index.js></script>";

/// `PLATFORM` stands for another origin that serves the package, too.
async fn page_lands(engine: Engine, html: &str) {
    in_a_browser(engine, None, async |world| {
        let html = html.replace("PLATFORM/", &world.platform.page());
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

async fn a_page_with_the_package_from_another_origin_lands(engine: Engine) {
    page_lands(engine, CDN).await;
}

scenarios! {
    a_page_with_an_import_map_lands;
    a_page_with_the_package_from_another_origin_lands;
}
