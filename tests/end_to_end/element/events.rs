//! The events of a jump, and what the page's script can do in them.

use crate::harness::{
    browser::{in_a_browser, until},
    element::{ELEMENT, STRICT, click, error, is_live, open, run, seen, set},
    engine::Engine,
    platform::PROXY_PATH,
    relay_fault::RelayFault,
    scenario::scenarios,
};
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use serde_json::{Value, json};

const TARGET: RedirectTarget = RedirectTarget::Onboarding;

async fn events_report_a_jump_and_can_prevent_it(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let keep = "addEventListener('pml-navigate', event => event.preventDefault())";
        open(world, STRICT, ELEMENT, keep).await;
        is_live(world).await;
        world.browser.run("inside('[value=sandbox]').click()").await;
        click(world, TARGET).await;
        let jump = json!({ "environment": "sandbox", "redirect": "onboarding" });
        let expected = json!([
            ["environment-change", { "environment": "sandbox" }],
            ["start", jump],
            ["navigate", jump],
        ]);
        until("the page is asked", async || seen(world).await == expected).await;
        assert_eq!(world.platform.visits(), 0);
        assert_eq!(
            world.browser.run("return document.querySelector(':state(busy)')").await,
            Value::Null
        );
    })
    .await;
}

async fn headers_that_are_set_on_start_are_sent(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let fresh = "addEventListener('pml-start', ({ target }) => {
            target.headers = new Headers([['x-csrf-token', 'not-a-real-token']]);
        })";
        open(world, "", ELEMENT, fresh).await;
        is_live(world).await;
        click(world, TARGET).await;
        world.lands_on(Environment::Live, TARGET).await;
        let mint = &world.browser.relay.exchanges_with(PROXY_PATH)[0];
        assert_eq!(mint.request_headers["x-csrf-token"], "not-a-real-token");
    })
    .await;
}

async fn an_event_handler_can_cancel_the_jump(engine: Engine) {
    for (event, end, sessions) in [
        ("start", "abort()", 0),
        ("start", "remove()", 0),
        ("navigate", "abort()", 1),
        ("navigate", "remove()", 1),
    ] {
        in_a_browser(engine, None, async |world| {
            let script = format!(
                "addEventListener('pml-{event}', ({{ target }}) => {{
                     target.{end};
                     window.ended = target;
                 }})"
            );
            open(world, "", ELEMENT, &script).await;
            is_live(world).await;
            world
                .browser
                .run("window.element = document.querySelector('paddle-magic-links')")
                .await;
            click(world, TARGET).await;
            until("it has ended", async || {
                world.browser.run("return !!window.ended").await == true
            })
            .await;
            let idle = "return !element.matches(':state(busy)')
                && !element.shadowRoot.querySelector('[aria-busy]')";
            until("it is idle", async || world.browser.run(idle).await == true).await;
            assert_eq!((world.platform.sessions_made(), world.platform.visits()), (sessions, 0));
        })
        .await;
    }
}

async fn the_error_event_follows_the_message_and_names_the_jump(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let script = "addEventListener('pml-error', ({ detail }) => {
            window.heard = [detail, inside('[role=alert]').textContent];
        })";
        open(world, "", ELEMENT, script).await;
        is_live(world).await;
        set(world, "element.environment = 'sandbox'").await;
        world.browser.relay.spoil(PROXY_PATH, RelayFault::NotFound);
        click(world, TARGET).await;
        error(world).await;
        until("it is heard", async || run(world, "return !!window.heard").await == true).await;
        let heard = run(world, "return heard").await;
        assert!(heard[1].as_str().unwrap().contains("isn't set up"), "{heard}");
        assert_eq!(heard[0]["environment"], "sandbox");
        assert_eq!(heard[0]["redirect"], "onboarding");
        assert_eq!(heard[0]["code"], "invalid_request");
    })
    .await;
}

scenarios! {
    events_report_a_jump_and_can_prevent_it;
    headers_that_are_set_on_start_are_sent;
    an_event_handler_can_cancel_the_jump;
    the_error_event_follows_the_message_and_names_the_jump;
}
