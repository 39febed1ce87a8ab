//! A click before the component has loaded.

use crate::harness::{
    browser::{World, in_a_browser, until},
    element::{click, error, has_placeholder, is_live, open, press, retry, run, seen, tag_with},
    engine::Engine,
    platform::{PROXY_PATH, WASM},
    scenario::scenarios,
};
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use serde_json::{Value, json};

const TARGET: RedirectTarget = RedirectTarget::RetainSettings;

/// Opens a page whose component does not load, and waits for the placeholder.
async fn open_without_component(world: &World, attributes: &str, script: &str) {
    world.browser.relay.hold(&WASM);
    let element = tag_with(attributes);
    open(world, "", &element, script).await;
    has_placeholder(world).await;
}

async fn is_idle(world: &World) {
    until("it is idle", async || {
        let idle = "return !inside('[aria-busy], [aria-disabled]')
            && !document.querySelector(':state(busy)')";
        world.browser.run(idle).await == true
    })
    .await;
}

async fn it_is_busy_and_then_times_out_with_a_message(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        open_without_component(world, "timeout=1", "").await;
        world.browser.run("inside('[value=sandbox]').click(); window.seen = []").await;
        click(world, TARGET).await;
        let busy = "return document.querySelectorAll(':state(busy)').length";
        assert_eq!(world.browser.run(busy).await, 1);
        let spinner = "return getComputedStyle(inside('[aria-busy]'), '::after').animationName";
        assert_eq!(world.browser.run(spinner).await, "pml-turn, pml-wait");
        assert!(error(world).await.contains("took too long"));
        is_idle(world).await;
        let told = json!([["error", {
            "code": "timed_out", "recoverable": true, "environment": "sandbox", "redirect": TARGET,
        }]]);
        assert_eq!(seen(world).await, told);
        assert_eq!(
            world.browser.run("return document.querySelectorAll(':state(error)').length").await,
            1
        );
        world.browser.relay.release();
        is_live(world).await;
        assert_eq!(world.platform.sessions_made(), 0, "what was given up is not asked for later");
        click(world, TARGET).await;
        world.lands_on(Environment::Sandbox, TARGET).await;
    })
    .await;
}

async fn removal_pagehide_and_abort_cancel_it(engine: Engine) {
    for end in [
        "element.remove(); await new Promise(setTimeout); document.body.append(element)",
        "dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))",
        "element.abort()",
    ] {
        in_a_browser(engine, None, async |world| {
            open_without_component(world, "", "").await;
            click(world, TARGET).await;
            run(world, end).await;
            is_idle(world).await;
            world.browser.relay.release();
            is_live(world).await;
            is_idle(world).await;
            assert_eq!((world.platform.sessions_made(), world.platform.visits()), (0, 0), "{end}");
            click(world, TARGET).await;
            world.lands_on(Environment::Live, TARGET).await;
        })
        .await;
    }
}

async fn its_tab_opens_at_once_and_goes_to_paddle(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        open_without_component(world, "target=_blank", "").await;
        press(world, TARGET).await;
        let tab = world.browser.new_tab().await;
        assert_eq!(world.platform.sessions_made(), 0);
        world.browser.relay.release();
        world.browser.switch_to(&tab).await;
        world.lands_on(Environment::Live, TARGET).await;
        assert_eq!(world.browser.run("return window.opener").await, Value::Null);
        assert_eq!(world.browser.tabs().await.len(), 2);
        assert_eq!((world.platform.sessions_made(), world.platform.visits()), (1, 1));
    })
    .await;
}

async fn its_tab_closes_when_the_click_fails_or_is_cancelled(engine: Engine) {
    let lock = "element.redirects = [{ redirect: 'retain_settings', disabled: 'Only the owner' }]";
    for (attributes, end) in [
        ("timeout=1", ""),
        ("", "element.abort()"),
        ("", "element.remove()"),
        // The target is locked by the time the component loads.
        ("", lock),
    ] {
        in_a_browser(engine, None, async |world| {
            let tabs = async || world.browser.tabs().await.len();
            open_without_component(world, &format!("target=_blank {attributes}"), "").await;
            press(world, TARGET).await;
            world.browser.new_tab().await;
            run(world, end).await;
            if end == lock {
                world.browser.relay.release();
            }
            until("no tab", async || tabs().await == 1).await;
            assert_eq!((world.platform.sessions_made(), world.platform.visits()), (0, 0));
        })
        .await;
    }
}

async fn in_a_browser_with_one_window_the_dashboard_opens_there(engine: Engine) {
    for (early, own) in [(true, "window"), (false, "window"), (false, "top")] {
        in_a_browser(engine, None, async |world| {
            let script = format!("window.open = () => {own}");
            open_without_component(world, "target=_blank", &script).await;
            if !early {
                world.browser.relay.release();
                is_live(world).await;
                world.browser.relay.hold(PROXY_PATH);
            }
            press(world, TARGET).await;
            let kept = "return !!document.querySelector('paddle-magic-links')";
            assert_eq!(world.browser.run(kept).await, true, "nothing is written to the page");
            world.browser.relay.release();
            world.lands_on(Environment::Live, TARGET).await;
            assert_eq!((world.platform.sessions_made(), world.platform.visits()), (1, 1));
        })
        .await;
    }
}

/// Shortens the wait of half a minute.
const FAST: &str = "const later = setTimeout;
    window.setTimeout = (act, after, ...more) => later(act, after === 30_000 ? 500 : after, ...more);";

async fn a_component_that_never_loads_can_be_retried(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        open_without_component(world, "", FAST).await;
        click(world, TARGET).await;
        assert!(error(world).await.contains("couldn't be loaded"));
        let told = json!([["error", {
            "code": "load_failed", "recoverable": true, "environment": "live", "redirect": TARGET,
        }]]);
        assert_eq!(seen(world).await, told);
        retry(world).await;
        assert_eq!(
            world.browser.run("return document.querySelectorAll(':state(error)').length").await,
            0
        );
        assert_eq!(world.platform.sessions_made(), 0);
        click(world, TARGET).await;
        world.lands_on(Environment::Live, TARGET).await;
    })
    .await;
}

scenarios! {
    it_is_busy_and_then_times_out_with_a_message;
    removal_pagehide_and_abort_cancel_it;
    its_tab_opens_at_once_and_goes_to_paddle;
    its_tab_closes_when_the_click_fails_or_is_cancelled;
    in_a_browser_with_one_window_the_dashboard_opens_there;
    a_component_that_never_loads_can_be_retried;
}
