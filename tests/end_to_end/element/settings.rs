//! What the page sets, and what is wrong with it.

use crate::harness::{
    browser::{in_a_browser, until},
    element::{ELEMENT, STRICT, click, complaints, error, is_live, open, run, set},
    engine::Engine,
    platform::PROXY_PATH,
    scenario::scenarios,
};
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use serde_json::json;

const TARGET: RedirectTarget = RedirectTarget::Onboarding;

async fn changed_settings_take_effect(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        open(world, "", "<paddle-magic-links></paddle-magic-links>", "").await;
        is_live(world).await;
        let offered =
            "return [...element.shadowRoot.querySelectorAll('[data-redirect], [type=radio]')]
            .map(found => found.dataset.redirect ?? found.value + (found.checked ? '!' : ''))";
        run(world, "element.redirects = ['onboarding', 'overview']").await;
        is_live(world).await;
        assert_eq!(
            run(world, offered).await,
            json!(["sandbox", "live!", "onboarding", "overview"])
        );
        run(world, "element.environment = 'sandbox'").await;
        until("sandbox is chosen", async || {
            run(world, offered).await == json!(["sandbox!", "live", "onboarding", "overview"])
        })
        .await;
        run(world, "window.kept = inside('.pml-root'); element.environment = 'production'").await;
        assert_eq!(run(world, "return element.environment").await, "live");
        assert_eq!(
            run(world, offered).await,
            json!(["sandbox", "live!", "onboarding", "overview"])
        );
        assert_eq!(
            run(world, "return inside('.pml-root') === kept").await,
            true,
            "chosen, not made anew"
        );
        run(world, "element.environment = 'staging'").await;
        is_live(world).await;
        assert_eq!(
            run(world, offered).await,
            json!(["sandbox", "live!", "onboarding", "overview"])
        );
        let complaints = complaints(world).await;
        let words = "environment: \"staging\" is unknown or not offered";
        assert!(complaints.contains(words), "{complaints}");
        run(
            world,
            "const { parentNode } = element;
             element.remove();
             element.setAttribute('environments', 'live');
             parentNode.append(element)",
        )
        .await;
        is_live(world).await;
        assert_eq!(run(world, offered).await, json!(["onboarding", "overview"]));
        run(world, "element.disabled = true").await;
        let taking_clicks = "return [...element.shadowRoot.querySelectorAll('button, input')]
            .filter(control => !control.matches(':disabled')).length";
        assert_eq!(run(world, taking_clicks).await, 0);
        run(world, "element.disabled = false").await;
        let origin = world.platform.stand_in().origin(Environment::Live);
        run(world, &format!("element.dashboardLive = {origin:?}")).await;
        run(world, &format!("element.endpoint = {PROXY_PATH:?}")).await;
        click(world, TARGET).await;
        world.lands_on(Environment::Live, TARGET).await;
    })
    .await;
}

async fn repeating_a_setting_keeps_the_jump(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        open(world, "", ELEMENT, "").await;
        let say = "const element = document.querySelector('paddle-magic-links');
            element.redirects = ['payout_settings', { redirect: 'onboarding', badge: '2' }];
            element.strings = { Onboarding: 'Papers' };";
        world.browser.run(say).await;
        is_live(world).await;
        world.browser.relay.hold(PROXY_PATH);
        click(world, TARGET).await;
        world.browser.run(say).await;
        world.browser.relay.release();
        world.lands_on(Environment::Live, TARGET).await;
    })
    .await;
}

async fn properties_set_before_the_definition_are_kept(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let script = "addEventListener('DOMContentLoaded', () => {}, { once: true });
            new MutationObserver((_, observer) => {
                const element = document.querySelector('paddle-magic-links');
                if (!element) return;
                observer.disconnect();
                element.redirects = 'onboarding';
                element.fetchSession = async ({ environment, redirect }) => {
                    window.asked = [environment, redirect];
                    throw new Error('not today');
                };
            }).observe(document, { childList: true, subtree: true })";
        open(world, "", "<paddle-magic-links></paddle-magic-links>", script).await;
        is_live(world).await;
        assert_eq!(
            world.browser.run("return inside('[data-redirect]').dataset.redirect").await,
            "onboarding"
        );
        click(world, TARGET).await;
        assert!(error(world).await.contains("couldn't be reached"));
        assert_eq!(world.browser.run("return asked").await, json!(["live", "onboarding"]));
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
        assert!(error(world).await.contains("isn't set up"));
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

async fn a_developers_mistake_is_logged(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        for (script, told) in [
            (
                "element.fetchSession = () => { throw new TypeError('seller is undefined') }",
                "seller is undefined",
            ),
            (
                "element.fetchSession = async () => { throw new TypeError('no seller') }",
                "no seller",
            ),
            ("element.headers = { 'x-tenant': 'Ünï→' }", "\"x-tenant\" has a character"),
            ("element.headers = [['x tenant', 'a']]", "\"x tenant\" has a character"),
        ] {
            open(world, "", ELEMENT, "").await;
            is_live(world).await;
            set(world, script).await;
            click(world, TARGET).await;
            error(world).await;
            let complaints = complaints(world).await;
            assert!(complaints.contains(told), "{told}: {complaints}");
            assert!(!complaints.contains("Ünï"), "a value may be a secret");
        }
    })
    .await;
}

scenarios! {
    changed_settings_take_effect;
    repeating_a_setting_keeps_the_jump;
    properties_set_before_the_definition_are_kept;
    invalid_settings_are_logged_and_send_no_request;
    a_developers_mistake_is_logged;
}
