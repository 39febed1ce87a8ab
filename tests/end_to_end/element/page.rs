//! The custom element, in pages of its own.

use crate::harness::{
    browser::{in_a_browser, until},
    element::{ELEMENT, STRICT, click, error, is_live, open, seen},
    engine::Engine,
    platform::PROXY_PATH,
    scenario::scenarios,
};
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use serde_json::{Value, json};

const TARGET: RedirectTarget = RedirectTarget::PayoutSettings;

async fn events_report_a_jump_and_can_prevent_it(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let keep = "addEventListener('pml-navigate', event => event.preventDefault())";
        open(world, STRICT, ELEMENT, keep).await;
        is_live(world).await;
        world.browser.run("inside('[value=sandbox]').click()").await;
        click(world, TARGET).await;
        let jump = json!({ "environment": "sandbox", "redirect": "payout_settings" });
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

async fn a_failing_fetch_session_is_reported(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let script = "addEventListener('DOMContentLoaded', () => {
            document.querySelector('paddle-magic-links').fetchSession = async ({ redirect, signal }) => {
                if (!(signal instanceof AbortSignal)) throw new Error('no signal');
                throw Object.assign(new Error('no'), { code: 'step_up_required' });
            };
        })";
        open(world, STRICT, "<paddle-magic-links></paddle-magic-links>", script).await;
        is_live(world).await;
        click(world, TARGET).await;
        assert!(error(world).await.contains("fresh sign-in"));
        let seen = seen(world).await;
        assert_eq!(seen[1][0], "error");
        assert_eq!(seen[1][1]["code"], "step_up_required");
        assert_eq!(seen[1][1]["recoverable"], true);
    })
    .await;
}

async fn the_pages_styles_do_not_reach_into_it(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let hostile =
            "<style>* { all: unset } button, label, p { display: none !important }</style>";
        open(world, "", &format!("{hostile}{ELEMENT}"), "").await;
        is_live(world).await;
        let visible = "return [...document.querySelector('paddle-magic-links').shadowRoot
            .querySelectorAll('label, button')].filter(element => element.checkVisibility()
                && element.getBoundingClientRect().height >= 44).length";
        assert_eq!(world.browser.run(visible).await, 6);
        click(world, TARGET).await;
        world.lands_on(Environment::Live, TARGET).await;
    })
    .await;
}

async fn moving_it_keeps_the_jump_and_removing_it_cancels(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        open(world, STRICT, &format!("{ELEMENT}<main></main>"), "").await;
        is_live(world).await;
        world.browser.relay.hold(PROXY_PATH);
        click(world, TARGET).await;
        world
            .browser
            .run("document.querySelector('main').append(document.querySelector('paddle-magic-links'))")
            .await;
        assert_eq!(
            world.browser.run("return !!document.querySelector('main :state(busy)')").await,
            true
        );
        world.browser.run("window.kept = document.querySelector('paddle-magic-links'); kept.remove()").await;
        until("it is at rest", async || {
            world.browser.run("return !kept.matches(':state(busy)')").await == true
        })
        .await;
        world.browser.relay.release();
        world.browser.run("document.body.append(kept)").await;
        is_live(world).await;
        click(world, TARGET).await;
        world.lands_on(Environment::Live, TARGET).await;
        assert_eq!(world.platform.visits(), 1);
    })
    .await;
}

async fn invalid_settings_are_logged_and_send_no_request(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let element = "<paddle-magic-links endpoint=ENDPOINT dashboard-live='http://paddle.example' \
                       environments='live staging'></paddle-magic-links>";
        open(world, STRICT, element, "").await;
        is_live(world).await;
        click(world, TARGET).await;
        assert!(error(world).await.contains("not set up"));
        assert_eq!(world.platform.sessions_made(), 0);
        let complaints = world.browser.run("return complaints.join()").await.to_string();
        for words in
            [r#"dashboard-live=\"http://paddle.example\": http is for loopback only"#, r#"environments=\"live staging\": \"staging\" is unknown; use sandbox, live"#]
        {
            assert!(complaints.contains(words), "{words}: {complaints}");
        }
    })
    .await;
}

scenarios! {
    events_report_a_jump_and_can_prevent_it;
    a_failing_fetch_session_is_reported;
    the_pages_styles_do_not_reach_into_it;
    moving_it_keeps_the_jump_and_removing_it_cancels;
    invalid_settings_are_logged_and_send_no_request;
}
