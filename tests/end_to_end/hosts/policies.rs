//! The pages of `docs/content-security-policy.md`, each under its policy.

use super::page::{built, jumps, open, serve};
use crate::harness::{
    browser::{in_a_browser, until},
    element::{is_alive, is_true},
    engine::Engine,
    platform::{GLUE, package, target},
    scenario::scenarios,
};
use axum::{
    Router,
    http::{HeaderMap, HeaderName},
    response::Html,
    routing::{get, post},
};
use serde_json::Value;
use std::{
    collections::BTreeMap,
    fs,
    sync::{Arc, Mutex},
};
use tower_http::services::ServeDir;

const SMALLEST: [&str; 2] = [
    "
    content-security-policy: script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'
    ",
    r#"
    <script type="module" src="/paddle-magic-links/index.js"></script>
    "#,
];

const NONCE: [&str; 2] = [
    "
    content-security-policy: script-src 'nonce-r4nd0m' 'strict-dynamic' 'wasm-unsafe-eval'; connect-src 'self'; object-src 'none'; base-uri 'none'
    ",
    r#"
    <script type="module" nonce="r4nd0m" src="/paddle-magic-links/index.js"></script>
    "#,
];

const HASHES: [&str; 2] = [
    "
    content-security-policy: script-src 'nonce-r4nd0m' 'sha256-INDEX' 'sha256-COMPONENT' 'wasm-unsafe-eval'; connect-src 'self'
    ",
    r#"
    <script type="importmap" nonce="r4nd0m">
      { "integrity": {
          "/paddle-magic-links/index.js": "sha256-INDEX",
          "/paddle-magic-links/component-1a2b3c.js": "sha256-COMPONENT"
      } }
    </script>
    <script type="module" integrity="sha256-INDEX" src="/paddle-magic-links/index.js"></script>
    "#,
];

const TRUSTED_TYPES: [&str; 2] = [
    "
    content-security-policy: script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'
    ",
    SMALLEST[1],
];

const CDN: [&str; 2] = [
    "
    content-security-policy: script-src https://cdn.example 'wasm-unsafe-eval'; connect-src 'self' https://cdn.example
    ",
    r#"
    <script type="module" src="https://cdn.example/paddle-magic-links/index.js"></script>
    "#,
];

/// It lacks what the wasm needs.
const REPORT_ONLY: [&str; 2] = [
    "
    content-security-policy-report-only: script-src 'self'; connect-src 'self'; report-uri /csp-reports
    ",
    SMALLEST[1],
];

const WEBPACK: &str = "
    content-security-policy: script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types webpack
    ";

/// The widget's scripts, with what Vite makes of them, create no script from a text.
const VITE: &str = TRUSTED_TYPES[0];

const LEPTOS: &str = "
    content-security-policy: script-src 'self' 'nonce-r4nd0m' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'
    ";

const ELEMENT: &str =
    "<paddle-magic-links endpoint=/api/paddle/magic-sessions></paddle-magic-links>";

type Reports = Arc<Mutex<Vec<String>>>;

fn headers(text: &str) -> HeaderMap {
    let (name, value) = text.trim().split_once(": ").unwrap();
    HeaderMap::from_iter([(name.parse::<HeaderName>().unwrap(), value.parse().unwrap())])
}

/// Fills in what the document has a stand-in for.
fn filled(text: &str, cdn: &str) -> String {
    let listed = fs::read(package().join("integrity.json")).unwrap();
    let listed: BTreeMap<String, String> = serde_json::from_slice(&listed).unwrap();
    let glue = GLUE.strip_prefix("/package/").unwrap();
    text.replace("sha256-INDEX", &listed["index.js"])
        .replace("sha256-COMPONENT", &listed[glue])
        .replace("component-1a2b3c.js", glue)
        .replace("https://cdn.example/paddle-magic-links", &format!("{cdn}/package"))
        .replace("https://cdn.example", cdn)
}

/// Serves the page with its header, and collects the reports that browsers send to it.
fn page(policy: &str, html: String) -> (Router, Reports) {
    let (headers, reports) = (headers(policy), Reports::default());
    let collected = reports.clone();
    let collect = post(async move |report: String| collected.lock().unwrap().push(report));
    let page = Router::new()
        .route("/", get(async || (headers, Html(html))))
        .route("/csp-reports", collect)
        .nest_service("/paddle-magic-links", ServeDir::new(package()));
    (page, reports)
}

/// The page lands in the stand-in, and the browser reports no violation.
async fn lands(engine: Engine, [policy, html]: [&str; 2]) {
    in_a_browser(engine, None, async |world| {
        let cdn = world.platform.page();
        let [policy, html] = [policy, html].map(|text| filled(text, cdn.trim_end_matches('/')));
        let html = format!("<!doctype html><html lang=en><title>Payments</title>{html}{ELEMENT}");
        let (page, reports) = page(&format!("{}; report-uri /csp-reports", policy.trim()), html);
        open(world, &serve(page).await).await;
        jumps(world, 0).await;
        assert_eq!(*reports.lock().unwrap(), Vec::<String>::new());
    })
    .await;
}

async fn the_smallest_policy_is_enough(engine: Engine) {
    lands(engine, SMALLEST).await;
}

async fn a_nonce_with_strict_dynamic_is_enough(engine: Engine) {
    lands(engine, NONCE).await;
}

async fn a_nonce_alone_is_enough(engine: Engine) {
    let [policy, html] = NONCE;
    let alone = policy.replace("'strict-dynamic' ", "");
    assert_ne!(alone, policy);
    lands(engine, [&alone, html]).await;
}

async fn the_hashes_of_two_scripts_are_enough(engine: Engine) {
    lands(engine, HASHES).await;
}

async fn it_needs_no_trusted_types_policy(engine: Engine) {
    lands(engine, TRUSTED_TYPES).await;
}

async fn a_cdn_is_named_for_scripts_and_connections(engine: Engine) {
    lands(engine, CDN).await;
}

async fn a_report_only_policy_reports_the_wasm_and_lets_it_run(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let [policy, html] = REPORT_ONLY;
        let html = format!("<!doctype html><html lang=en><title>Payments</title>{html}{ELEMENT}");
        let (page, reports) = page(policy, html);
        open(world, &serve(page).await).await;
        is_alive(world).await;
        until("the report", async || !reports.lock().unwrap().is_empty()).await;
        let report: Value = serde_json::from_str(&reports.lock().unwrap()[0]).unwrap();
        assert_eq!(report["csp-report"]["blocked-uri"], "wasm-eval", "{report}");
        jumps(world, 0).await;
    })
    .await;
}

/// What a bundler has built lands under the policy.
async fn build_lands(engine: Engine, policy: &str, index: &str, directory: &str) {
    in_a_browser(engine, None, async |world| {
        let (page, _) = page(policy, fs::read_to_string(target().join(index)).unwrap());
        open(world, &serve(page.fallback_service(built(directory))).await).await;
        jumps(world, 0).await;
    })
    .await;
}

async fn a_webpack_build_with_trusted_types_works_where_they_are_enforced(engine: Engine) {
    let index = "hosts/webpack/public/index.html";
    build_lands(engine, WEBPACK, index, "hosts/webpack/trusted-types").await;
}

async fn a_vite_build_works_where_trusted_types_are_enforced(engine: Engine) {
    let directory = "examples/react/dist";
    build_lands(engine, VITE, &format!("{directory}/index.html"), directory).await;
}

async fn the_leptos_component_needs_no_more_than_its_stylesheet(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let html = target().join("examples/client-side/index.html");
        let html = fs::read_to_string(html).unwrap().replace("<script", "<script nonce=r4nd0m");
        let (page, reports) = page(&format!("{}; report-uri /csp-reports", LEPTOS.trim()), html);
        let page = page.fallback_service(built("examples/client-side"));
        world.browser.driver.goto(serve(page).await).await.unwrap();
        let styled = "const root = document.querySelector('.pml-root');
            return !!root && getComputedStyle(root).display === 'grid'";
        until("the styles", async || is_true(world, styled).await).await;
        assert_eq!(*reports.lock().unwrap(), Vec::<String>::new());
    })
    .await;
}

scenarios! {
    the_smallest_policy_is_enough;
    a_nonce_with_strict_dynamic_is_enough;
    a_nonce_alone_is_enough;
    the_hashes_of_two_scripts_are_enough;
    it_needs_no_trusted_types_policy;
    a_cdn_is_named_for_scripts_and_connections;
    a_report_only_policy_reports_the_wasm_and_lets_it_run,
        except WebKit: "it reports no wasm";
    a_webpack_build_with_trusted_types_works_where_they_are_enforced;
    a_vite_build_works_where_trusted_types_are_enforced;
    the_leptos_component_needs_no_more_than_its_stylesheet;
}
