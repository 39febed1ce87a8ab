//! What the diagnosis finds out about the proxy.

use super::{findings, has_exactly, page_has};
use crate::harness::{
    browser::in_a_browser, element::ELEMENT, engine::Engine, platform::PROXY_PATH,
    relay_fault::RelayFault, scenario::scenarios,
};

async fn a_wrong_endpoint_is_found(engine: Engine) {
    let element = ELEMENT.replace("ENDPOINT", "/nowhere");
    let words = ["it takes no POST. Give the widget the path", "no-store"];
    page_has(engine, "", &element, &words).await;
    let none = "<paddle-magic-links></paddle-magic-links>";
    page_has(engine, "", none, &["Give it an endpoint, or set fetchSession."]).await;
}

async fn a_proxy_that_breaks_the_contract_is_found(engine: Engine) {
    let page = "<!doctype html><title>Sign in</title>";
    let html = ("content-type", "text/html");
    let json = ("content-type", "application/json");
    let fresh = ("cache-control", "no-store");
    in_a_browser(engine, None, async |world| {
        for (status, headers, body, words) in [
            (
                200,
                vec![html],
                page,
                &["does not exist", "no-store", "responds with 200 to GET"][..],
            ),
            (403, vec![html, fresh], page, &["responds with 403 and text/html"]),
            (403, vec![html, fresh], page, &["your framework's check for CSRF"]),
            (419, vec![html, fresh], page, &["your framework's check for CSRF"]),
            (302, vec![("location", "/")], page, &["as to a login page"]),
            (
                403,
                vec![json, fresh],
                r#"{"error":{"code":"csrf_rejected"}}"#,
                &["takes this page for another site"],
            ),
            (
                401,
                vec![json, fresh],
                r#"{"error":{"code":"session_expired"}}"#,
                &["nobody is signed in"],
            ),
            (400, vec![json, fresh], r#"{"error":{"code":"invalid_request"}}"#, &[]),
        ] {
            let answer = RelayFault::Instead { status, headers, body: body.into() };
            world.browser.relay.spoil(PROXY_PATH, answer);
            has_exactly(&findings(world, "", ELEMENT).await, words);
        }
    })
    .await;
}

scenarios! {
    a_wrong_endpoint_is_found;
    a_proxy_that_breaks_the_contract_is_found;
}
