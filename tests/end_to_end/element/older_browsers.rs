//! Older browsers: one newer API after the other is removed before the element's script runs. README's
//! "Browsers" says which versions really lack them.

use crate::harness::{
    browser::{World, in_a_browser, until},
    element::{
        ELEMENT, STRICT, click, complaints, error, has_placeholder, is_live, open, press, seen,
    },
    engine::Engine,
    scenario::scenarios,
};
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use serde_json::json;

const TARGET: RedirectTarget = RedirectTarget::PayoutSettings;

/// An object and its property in newer browsers only. The element does not use all of them; the others
/// are listed so that it does not come to need them unnoticed.
const NEWER: [(&str, &str); 17] = [
    ("HTMLElement.prototype", "attachInternals"),
    ("Element.prototype", "ariaBusy"),
    ("Element.prototype", "ariaDisabled"),
    ("Element.prototype", "role"),
    ("Element.prototype", "part"),
    ("Element.prototype", "checkVisibility"),
    ("CSS", "escape"),
    ("window", "CustomStateSet"),
    ("window", "structuredClone"),
    ("window", "requestIdleCallback"),
    ("window", "scheduler"),
    ("window", "FinalizationRegistry"),
    ("AbortSignal", "timeout"),
    ("AbortSignal", "any"),
    ("Navigator.prototype", "userActivation"),
    ("Promise", "withResolvers"),
    ("Object", "groupBy"),
];

/// Delays the component by the page's own script: a second page may take the wasm from the browser's
/// cache, which the relay does not see.
const HELD: &str = "
    window.failures = [];
    for (const type of ['error', 'unhandledrejection']) {
        addEventListener(type, event => failures.push(String(event.reason ?? event.message)));
    }
    const real = fetch;
    const gate = new Promise(open => window.release = open);
    window.fetch = (...given) =>
        String(given[0]).includes('.wasm') ? gate.then(() => real(...given)) : real(...given);";

/// As in Chromium 90 to 124.
const STATES_WITH_DASHES: &str = "
    const { add } = CustomStateSet.prototype;
    CustomStateSet.prototype.add = function (name) {
        if (!name.startsWith('--')) throw new DOMException('no dashes', 'SyntaxError');
        return add.call(this, name);
    };";

async fn open_without(world: &World, script: &str, element: &str) {
    open(world, "", element, &format!("{HELD}{script}")).await;
    has_placeholder(world).await;
}

/// Clicks once before the component has loaded, and once after.
async fn opens_paddle_without(world: &World, script: &str) {
    open_without(world, script, ELEMENT).await;
    press(world, TARGET).await;
    let busy = "return inside('[data-redirect=payout_settings]').getAttribute('aria-busy')";
    assert_eq!(world.browser.run(busy).await, "true", "{script}");
    world.browser.run("release()").await;
    world.lands_on(Environment::Live, TARGET).await;

    open_without(world, script, ELEMENT).await;
    world.browser.run("release()").await;
    is_live(world).await;
    let complaints = world.browser.run("return [...failures, ...complaints]").await;
    assert_eq!(complaints, json!([]), "{script}");
    press(world, TARGET).await;
    world.lands_on(Environment::Live, TARGET).await;
}

async fn it_opens_paddle_without_any_one_newer_api(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        for (object, name) in NEWER {
            opens_paddle_without(world, &format!("delete {object}.{name};")).await;
            // Tried on the stand-in, where nothing was removed. The engine itself may lack the API.
            let gone = format!("delete {object}.{name}; return '{name}' in {object}");
            assert_eq!(world.browser.run(&gone).await, false, "{object}.{name} stays");
        }
    })
    .await;
}

async fn it_opens_paddle_where_states_need_two_dashes(engine: Engine) {
    in_a_browser(engine, None, async |world| opens_paddle_without(world, STATES_WITH_DASHES).await)
        .await;
}

async fn a_failure_is_reported_where_states_need_two_dashes(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let element = ELEMENT.replace("ENDPOINT", "/nowhere");
        open_without(world, STATES_WITH_DASHES, &element).await;
        press(world, TARGET).await;
        world.browser.run("release()").await;
        assert!(error(world).await.contains("isn't set up"));
        assert_eq!(seen(world).await[1][1]["code"], "invalid_request");
    })
    .await;
}

async fn a_locked_target_stays_locked_without_aria_reflection(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let script = "
            for (const name of Object.getOwnPropertyNames(Element.prototype)) {
                if (/^(aria|role)/.test(name)) delete Element.prototype[name];
            }
            addEventListener('DOMContentLoaded', () => {
                document.querySelector('paddle-magic-links').redirects =
                    ['overview', { redirect: 'payout_settings', disabled: 'Only the owner' }];
            });";
        open_without(world, script, ELEMENT).await;
        let shown =
            "return inside('[data-redirect=payout_settings]').getAttribute('aria-disabled')";
        until("it is locked", async || world.browser.run(shown).await == "true").await;
        press(world, TARGET).await;
        world.browser.run("release()").await;
        is_live(world).await;
        assert_eq!(seen(world).await, json!([]));
        assert_eq!(world.platform.sessions_made(), 0);
    })
    .await;
}

async fn a_failure_after_loading_is_reported_and_can_be_retried(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        open_without(world, "", ELEMENT).await;
        let broken =
            "document.querySelector('paddle-magic-links').dispatchEvent = function (event) {
                if (event.type === 'pml-start') throw new TypeError('not in this browser');
                return EventTarget.prototype.dispatchEvent.call(this, event);
            }";
        world.browser.run(broken).await;
        press(world, TARGET).await;
        world.browser.run("release()").await;
        assert!(error(world).await.contains("couldn't be loaded"));
        assert_eq!(seen(world).await[0][1]["code"], "load_failed");
        let complaints = complaints(world).await;
        assert!(complaints.contains("not in this browser"), "{complaints}");
        world
            .browser
            .run(
                "delete document.querySelector('paddle-magic-links').dispatchEvent;
                 inside('.pml-again').click()",
            )
            .await;
        is_live(world).await;
        click(world, TARGET).await;
        world.lands_on(Environment::Live, TARGET).await;
    })
    .await;
}

async fn the_tags_content_shows_where_it_cannot_run(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let element = ELEMENT.replace("></", "><a href='/help'>Open Paddle by hand</a></");
        for (script, defined) in [
            // As in Safari before 16.4, where the element would have no styles.
            (
                "window.CSSStyleSheet = function () { throw new TypeError('Illegal constructor') }",
                false,
            ),
            // As in Lockdown Mode on Apple's devices.
            ("delete window.WebAssembly", true),
        ] {
            open(world, STRICT, &element, script).await;
            if defined {
                assert!(error(world).await.contains("couldn't be loaded"));
            } else {
                let tried = "return !!customElements.get('paddle-magic-links')";
                until("it is defined", async || world.browser.run(tried).await == true).await;
            }
            let shown = "return document.querySelector('a').offsetHeight > 0";
            assert_eq!(world.browser.run(shown).await, true, "{script}");
        }
    })
    .await;
}

scenarios! {
    it_opens_paddle_without_any_one_newer_api;
    it_opens_paddle_where_states_need_two_dashes;
    a_failure_is_reported_where_states_need_two_dashes;
    a_locked_target_stays_locked_without_aria_reflection;
    a_failure_after_loading_is_reported_and_can_be_retried;
    the_tags_content_shows_where_it_cannot_run;
}
