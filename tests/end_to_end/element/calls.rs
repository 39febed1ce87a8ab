//! What a page's script calls, sets and hears.

use crate::harness::{
    browser::{in_a_browser, until},
    element::{
        ELEMENT, click, complaints, error, has_placeholder, is_busy, is_live, open, run, seen, set,
        tag_with,
    },
    engine::Engine,
    mishap::Mishap,
    platform::{PROXY_PATH, WASM},
    scenario::scenarios,
};
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use serde_json::json;

const TARGET: RedirectTarget = RedirectTarget::Onboarding;

async fn open_does_nothing_that_a_click_could_not(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        for (when, script) in [
            (
                "locked",
                "element.redirects = [{ redirect: 'onboarding', disabled: 'Only the owner' }]",
            ),
            ("not offered", "element.redirects = 'overview'"),
            ("unknown", "element.redirects = null"),
            ("disabled", "element.disabled = true"),
            ("live only", "element.environment = 'sandbox'; element.liveOnly = 'disable'"),
            ("hidden", "element.environment = 'sandbox'; element.liveOnly = 'hide'"),
        ] {
            let redirect = if when == "unknown" { "everything" } else { "onboarding" };
            for early in [true, false] {
                if early {
                    world.browser.relay.hold(&WASM);
                }
                open(world, "", ELEMENT, "").await;
                has_placeholder(world).await;
                if !early {
                    is_live(world).await;
                }
                set(world, script).await;
                set(world, &format!("element.open('{redirect}')")).await;
                world.browser.relay.release();
                is_live(world).await;
                assert_eq!(world.browser.run("return complaints.length > 0").await, true, "{when}");
                assert_eq!(run(world, "return !!inside('[aria-busy]')").await, false, "{when}");
                let started = seen(world).await.to_string().contains("start");
                assert_eq!((started, world.platform.sessions_made()), (false, 0), "{when}");
            }
        }
    })
    .await;
}

async fn an_empty_list_offers_nothing_and_no_list_offers_all(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        for (attributes, radios, buttons) in [
            ("", 2, 4),
            ("redirects=''", 2, 0),
            ("redirects=nonsense", 2, 0),
            ("environments=''", 0, 0),
            ("environments=prod", 0, 0),
            ("environments='prod sandbox'", 0, 4),
        ] {
            let element = tag_with(attributes);
            open(world, "", &element, "").await;
            let count = "return ['[type=radio]', '[data-redirect]'].map(
                selector => inside('.pml-root')?.querySelectorAll(selector).length)";
            until("the placeholder", async || {
                world.browser.run("return !!inside('.pml-root')").await == true
            })
            .await;
            assert_eq!(world.browser.run(count).await, json!([radios, buttons]), "{attributes}");
            is_live(world).await;
            assert_eq!(world.browser.run(count).await, json!([radios, buttons]), "{attributes}");
            let told = complaints(world).await;
            let misspelt = attributes.contains("nonsense") || attributes.contains("prod");
            assert_eq!(told.contains("is unknown; use"), misspelt, "{attributes}: {told}");
        }
        set(
            world,
            "element.environments = null; element.redirects = ['overview'].filter(() => false)",
        )
        .await;
        assert_eq!(run(world, "return !!inside('[data-redirect]')").await, false);
        set(world, "element.redirects = [false && 'overview', null, 'onboarding']").await;
        assert_eq!(
            run(world, "return inside('[data-redirect]').dataset.redirect").await,
            "onboarding"
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

async fn only_an_unwanted_fetch_session_is_aborted(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let script = "addEventListener('DOMContentLoaded', () => {
            window.signals = [];
            document.querySelector('paddle-magic-links').fetchSession = async ({ signal }) => {
                signals.push(signal);
                return window.answer ?? { code: 'not-a-real-code' };
            };
            HTMLAnchorElement.prototype.click = () => { window.went = true };
        })";
        open(world, "", ELEMENT, script).await;
        is_live(world).await;
        click(world, TARGET).await;
        until("the window would leave", async || {
            world.browser.run("return window.went").await == true
        })
        .await;
        assert_eq!(run(world, "return signals[0].aborted").await, false);
        run(world, "element.abort(); window.answer = new Promise(() => {})").await;
        assert_eq!(run(world, "return signals[0].aborted").await, false);
        click(world, TARGET).await;
        until("it is asked", async || run(world, "return signals.length").await == 2).await;
        run(world, "element.abort()").await;
        assert_eq!(run(world, "return signals[1].aborted").await, true);
    })
    .await;
}

async fn the_error_event_follows_the_message_and_names_the_jump(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let script = "addEventListener('pml-error', ({ detail }) => {
            window.heard = [detail, inside('[role=alert]').textContent];
        })";
        open(world, "", ELEMENT, script).await;
        is_live(world).await;
        set(world, "element.environment = 'sandbox'").await;
        world.browser.relay.spoil(PROXY_PATH, Mishap::NotFound);
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

async fn the_current_environment_can_be_read_and_set_without_an_event(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let shown = "return [element.environment, element.getAttribute('environment'),
            inside('.pml-root').dataset.environment, inside(':checked').value]";
        open(world, "", &tag_with("environment=live"), "").await;
        is_live(world).await;
        assert_eq!(run(world, shown).await, json!(["live", "live", "live", "live"]));
        // The attribute is the default.
        set(world, "element.setAttribute('environment', 'sandbox')").await;
        assert_eq!(run(world, shown).await, json!(["sandbox", "sandbox", "sandbox", "sandbox"]));
        set(world, "element.environment = 'production'").await;
        assert_eq!(run(world, shown).await, json!(["live", "sandbox", "live", "live"]));
        assert_eq!(seen(world).await, json!([]), "the page knows what it does itself");
        run(world, "inside('[value=sandbox]').click()").await;
        until("the choice", async || {
            run(world, shown).await == json!(["sandbox", "sandbox", "sandbox", "sandbox"])
        })
        .await;
        assert_eq!(
            seen(world).await,
            json!([["environment-change", { "environment": "sandbox" }]])
        );
        set(world, "element.setAttribute('environment', 'live'); window.seen = []").await;
        assert_eq!(run(world, shown).await, json!(["sandbox", "live", "sandbox", "sandbox"]));
        set(world, "element.environment = 'live'").await;
        assert_eq!(run(world, shown).await, json!(["live", "live", "live", "live"]));
        set(world, "element.environment = 'sandbox'; element.environment = null").await;
        assert_eq!(run(world, shown).await, json!(["live", "live", "live", "live"]));
        // While a jump is under way the environment that is shown is the one that opens.
        world.browser.relay.hold(PROXY_PATH);
        click(world, TARGET).await;
        is_busy(world).await;
        set(world, "element.environment = 'sandbox'").await;
        assert_eq!(run(world, shown).await, json!(["live", "live", "live", "live"]));
        assert_eq!(seen(world).await[0][0], "start");
        world.browser.relay.release();
        world.lands_on(Environment::Live, TARGET).await;
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
            let response = Mishap::Instead { status, headers, body: body.into() };
            world.browser.relay.spoil(PROXY_PATH, response);
            click(world, TARGET).await;
            assert!(error(world).await.contains(words), "{status} {csrf}: {words}");
        })
        .await;
    }
}

async fn traditional_chinese_falls_back_to_english(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let label = "return inside('[data-redirect=overview] .pml-label')?.textContent";
        for (lang, words) in [
            ("zh-Hant", "Overview"),
            ("zh-TW", "Overview"),
            ("zh-HK", "Overview"),
            ("zh-MO", "Overview"),
            ("zh-hant-TW", "Overview"),
            ("zh-Hans-HK", "概览"),
            ("zh", "概览"),
        ] {
            open(world, "", &tag_with(&format!("lang={lang}")), "").await;
            is_live(world).await;
            assert_eq!(world.browser.run(label).await, words, "{lang}");
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
    open_does_nothing_that_a_click_could_not;
    an_empty_list_offers_nothing_and_no_list_offers_all;
    headers_that_are_set_on_start_are_sent;
    an_event_handler_can_cancel_the_jump;
    only_an_unwanted_fetch_session_is_aborted;
    the_error_event_follows_the_message_and_names_the_jump;
    the_current_environment_can_be_read_and_set_without_an_event;
    an_old_csrf_token_and_a_firewall_are_told_apart;
    traditional_chinese_falls_back_to_english;
    a_developers_mistake_is_logged;
}
