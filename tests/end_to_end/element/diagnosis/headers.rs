//! The headers of requests, as the widget and the diagnosis send them.

use super::{DIAGNOSE, asked, diagnosed, has_exactly, is_there};
use crate::harness::{
    browser::in_a_browser,
    element::{ELEMENT, click, complaints, error, is_live, open},
    engine::Engine,
    scenario::scenarios,
};
use paddle_magic_links_protocol::{Environment, RedirectTarget};

const TARGET: RedirectTarget = RedirectTarget::PayoutSettings;
const TOKEN: &str = "<meta name=csrf-token content=token-of-the-page>";
const GUARDED: &str = "csrf-header=x-csrf-token csrf-meta=csrf-token";

async fn it_sends_the_widgets_headers_and_credentials(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let script = "
            document.cookie = 'seller=7';
            addEventListener('DOMContentLoaded', () => {
                document.querySelector('paddle-magic-links').headers =
                    new Headers({ 'x-tenant': 'harbour' });
            })";
        for (credentials, cookie) in [("same-origin", true), ("omit", false)] {
            let more = format!("credentials={credentials} {GUARDED}");
            let element = format!("{TOKEN}{}", ELEMENT.replace("DASHBOARDS", &more));
            open(world, "", &element, script).await;
            is_there(world).await;
            has_exactly(&diagnosed(world, DIAGNOSE).await, &[]);
            let asked = asked(world);
            for words in ["token-of-the-page", "\"x-tenant\": \"harbour\"", "x-paddle-magic-links"]
            {
                assert!(asked.contains(words), "{words}: {asked}");
            }
            assert_eq!(asked.contains("seller=7"), cookie, "{credentials}: {asked}");
        }
    })
    .await;
}

async fn headers_of_every_type_reach_the_proxy(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        for headers in
            ["{ 'X-Tenant': 7 }", "[['X-Tenant', '7']]", "new Headers({ 'X-Tenant': '7' })"]
        {
            open(world, "", &format!("{TOKEN}{ELEMENT}"), "").await;
            is_live(world).await;
            let script = format!(
                "const element = document.querySelector('paddle-magic-links');
                 element.headers = {headers};
                 element.csrfHeader = 'x-csrf-token';
                 element.csrfMeta = 'csrf-token';"
            );
            world.browser.run(&script).await;
            click(world, TARGET).await;
            world.lands_on(Environment::Live, TARGET).await;
            let asked = asked(world);
            for words in ["\"x-tenant\": \"7\"", "token-of-the-page"] {
                assert!(asked.contains(words), "{headers}: {asked}");
            }
        }
    })
    .await;
}

async fn an_invalid_header_is_named_and_sends_no_request(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        for (headers, words) in [
            ("{ 'x-name': 'Zoë secret \u{1F511}' }", "\"x-name\" has a character"),
            ("{ 'x name': 'secret' }", "\"x name\" has a character"),
            ("[7]", "give an object, pairs, or Headers"),
        ] {
            open(world, "", ELEMENT, "").await;
            is_live(world).await;
            let set = format!("document.querySelector('paddle-magic-links').headers = {headers}");
            world.browser.run(&set).await;
            click(world, TARGET).await;
            assert!(error(world).await.contains("isn't set up"));
            let complaints = complaints(world).await;
            assert!(complaints.contains(words), "{words}: {complaints}");
            assert!(!complaints.contains("secret"), "{complaints}");
            let findings = diagnosed(world, DIAGNOSE).await;
            has_exactly(&findings, &[words]);
            assert!(!findings[0].contains("secret"), "{findings:?}");
        }
        // The browser drops this header silently.
        let script = "addEventListener('DOMContentLoaded', () => {
            document.querySelector('paddle-magic-links').headers = { Cookie: 'secret' };
        })";
        open(world, "", ELEMENT, script).await;
        is_live(world).await;
        has_exactly(
            &diagnosed(world, DIAGNOSE).await,
            &["\"cookie\" is for the browser alone to send"],
        );
    })
    .await;
}

scenarios! {
    it_sends_the_widgets_headers_and_credentials;
    headers_of_every_type_reach_the_proxy;
    an_invalid_header_is_named_and_sends_no_request;
}
