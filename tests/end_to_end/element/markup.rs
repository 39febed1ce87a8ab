//! Injected markup, without a script, sends no code and no token elsewhere.

use crate::harness::{
    browser::{World, in_a_browser, until},
    element::{ELEMENT, click, complaints, error, is_live, open},
    engine::Engine,
    platform::PROXY_PATH,
    relay::Exchange,
    scenario::scenarios,
};
use paddle_magic_links_protocol::RedirectTarget;
use serde_json::json;

const TARGET: RedirectTarget = RedirectTarget::Onboarding;

/// Keeps the page, and records the origin to which the window would go.
const STAY: &str = "window.went = [];
    HTMLAnchorElement.prototype.click = function () { went.push(this.origin) };";

/// A click shows an error, the console has the reason, and no code was requested.
async fn is_refused(world: &World, why: &str) {
    is_live(world).await;
    assert!(complaints(world).await.contains(why), "told before a click: {why}");
    click(world, TARGET).await;
    assert!(error(world).await.contains("isn't set up"));
    assert_eq!(world.platform.sessions_made(), 0);
    assert_eq!(world.browser.run("return went").await, json!([]));
}

async fn an_attribute_can_only_name_a_loopback_dashboard(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        for (origin, why) in [
            ("https://evil.example", "an attribute names loopback only"),
            ("http://evil.example", "http is for loopback only"),
            ("http://127.0.0.1.evil.example", "http is for loopback only"),
            ("http://127.0.0.1:4010@evil.example", "not an origin"),
            ("http://127.0.0.1:4010/login", "not an origin"),
            ("//evil.example", "not an origin"),
            ("javascript:alert(1)//", "not an origin"),
        ] {
            let element = format!(
                "<paddle-magic-links endpoint=ENDPOINT dashboard-live='{origin}'></paddle-magic-links>"
            );
            open(world, "", &element, STAY).await;
            is_refused(world, why).await;
        }
    })
    .await;
}

async fn a_script_can_name_any_https_dashboard(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        for (origin, refused) in [
            ("http://dashboard.example", Some("http is for loopback only")),
            ("https://dashboard.example/", Some("not an origin")),
            ("https://user@dashboard.example", Some("not an origin")),
            ("vendors.paddle.com", Some("not an origin")),
            ("https://dashboard.example", None),
            ("https://dashboard.example:8443", None),
        ] {
            let script = format!(
                "{STAY} addEventListener('DOMContentLoaded', () => {{
                     const element = document.querySelector('paddle-magic-links');
                     element.dashboardLive = '{origin}';
                 }})"
            );
            let element = "<paddle-magic-links endpoint=ENDPOINT></paddle-magic-links>";
            open(world, "", element, &script).await;
            if let Some(why) = refused {
                is_refused(world, why).await;
                continue;
            }
            is_live(world).await;
            click(world, TARGET).await;
            until(origin, async || world.browser.run("return went").await == json!([origin])).await;
        }
    })
    .await;
}

/// The same server under a host name that makes it another origin.
fn elsewhere(world: &World) -> String {
    world.platform.page().trim_end_matches('/').replace("127.0.0.1", "localhost")
}

/// The requests to the proxy on the other origin, preflights included.
fn sent_elsewhere(world: &World) -> Vec<String> {
    let exchanges = world.browser.relay.exchanges_with(PROXY_PATH);
    let elsewhere = exchanges.iter().filter(|exchange| exchange.uri.host() == Some("localhost"));
    elsewhere.map(Exchange::sent).collect()
}

async fn a_cross_origin_endpoint_needs_a_scripts_permission(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let origin = elsewhere(world);
        let element = format!(
            "<meta name=csrf-token content=not-a-real-token>
             <paddle-magic-links endpoint='{origin}{PROXY_PATH}' DASHBOARDS
             csrf-header=x-csrf-token csrf-meta=csrf-token></paddle-magic-links>"
        );
        open(world, "", &element, STAY).await;
        is_refused(world, &format!("add \"{origin}\" to PaddleMagicLinks.allowedOrigins")).await;
        assert!(sent_elsewhere(world).is_empty());

        let allow = format!(
            "customElements.whenDefined('paddle-magic-links').then(({{ prototype }}) => {{
                 prototype.constructor.allowedOrigins = ['{origin}'];
             }})"
        );
        open(world, "", &element, &allow).await;
        is_live(world).await;
        click(world, TARGET).await;
        // The proxy sends no CORS headers, so the browser sends no more than the preflight.
        assert!(error(world).await.contains("couldn't be reached"));
        let sent = sent_elsewhere(world);
        assert!(!sent.is_empty() && sent.iter().all(|sent| sent.contains("x-csrf-token")));
    })
    .await;
}

async fn an_invalid_or_unencrypted_endpoint_is_reported(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        for (endpoint, why) in [
            ("", "give the URL of your proxy"),
            ("http://", "not a URL"),
            ("http://platform.example/api", "use https"),
            ("https://user@platform.example/api", "the browser can't make a request to this URL"),
        ] {
            let element =
                format!("<paddle-magic-links endpoint='{endpoint}'></paddle-magic-links>");
            let allow = "customElements.whenDefined('paddle-magic-links').then((element) => {
                 element.allowedOrigins = ['http://platform.example', 'https://platform.example'];
             });";
            open(world, "", &element, &format!("{STAY}{allow}")).await;
            is_refused(world, why).await;
        }
    })
    .await;
}

async fn a_base_element_cannot_redirect_a_relative_endpoint(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let base = format!("<base href='{}/'>", elsewhere(world));
        open(world, "", &format!("{base}{ELEMENT}"), STAY).await;
        is_refused(world, "not this page's origin").await;
        assert!(sent_elsewhere(world).is_empty());
    })
    .await;
}

scenarios! {
    an_attribute_can_only_name_a_loopback_dashboard;
    a_script_can_name_any_https_dashboard;
    a_cross_origin_endpoint_needs_a_scripts_permission;
    an_invalid_or_unencrypted_endpoint_is_reported;
    a_base_element_cannot_redirect_a_relative_endpoint;
}
