//! The CSRF token of the platform's framework.

use crate::harness::{
    browser::in_a_browser,
    element::{click, error, is_live, open, tag_with},
    engine::Engine,
    platform::PROXY_PATH,
    relay_fault::RelayFault,
    scenario::scenarios,
};
use paddle_magic_links_protocol::{Environment, RedirectTarget};

const TARGET: RedirectTarget = RedirectTarget::Onboarding;

async fn the_frameworks_csrf_token_is_sent(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        for (page, attributes) in [
            (
                "<meta name=csrf-token content=100%-from-meta>",
                "csrf-header=x-csrf-token csrf-meta=csrf-token",
            ),
            ("<script src=/own.js></script>", "csrf-header=x-csrf-token csrf-cookie=csrftoken"),
        ] {
            let element = tag_with(attributes);
            let script = "document.cookie = 'csrftoken=from%3Dcookie'";
            open(world, "", &format!("{page}{element}"), script).await;
            is_live(world).await;
            click(world, TARGET).await;
            world.lands_on(Environment::Live, TARGET).await;
        }
        let mints = world.browser.relay.exchanges_with(PROXY_PATH);
        let tokens: Vec<_> = mints
            .iter()
            .map(|mint| mint.request_headers["x-csrf-token"].to_str().unwrap())
            .collect();
        assert_eq!(tokens, ["100%-from-meta", "from=cookie"]);
    })
    .await;
}

async fn an_old_csrf_token_and_a_firewall_are_told_apart(engine: Engine) {
    let page = "<!doctype html><title>Forbidden</title>";
    for (csrf, status, body, words) in [
        ("csrf-header=x-csrf-token csrf-meta=token", 403, page, "This page is out of date"),
        ("csrf-header=x-csrf-token csrf-meta=token", 422, page, "This page is out of date"),
        ("", 419, r#"{"message":"CSRF token mismatch."}"#, "This page is out of date"),
        ("", 403, page, "couldn't be read"),
        (
            "csrf-header=x-csrf-token csrf-meta=token",
            403,
            r#"{"error":{"code":"not_allowed"}}"#,
            "You don't have permission",
        ),
    ] {
        in_a_browser(engine, None, async |world| {
            let element = tag_with(csrf);
            let element = format!("<meta name=token content=not-a-real-token>{element}");
            open(world, "", &element, "").await;
            is_live(world).await;
            let headers = Vec::new();
            let response = RelayFault::Instead { status, headers, body: body.into() };
            world.browser.relay.spoil(PROXY_PATH, response);
            click(world, TARGET).await;
            assert!(error(world).await.contains(words), "{status} {csrf}: {words}");
        })
        .await;
    }
}

scenarios! {
    the_frameworks_csrf_token_is_sent;
    an_old_csrf_token_and_a_firewall_are_told_apart;
}
