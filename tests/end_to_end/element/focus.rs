//! The focus stays where it is while the element changes.

use crate::harness::{
    browser::{World, in_a_browser, until},
    element::{ELEMENT, error, has_placeholder, is_busy, is_live, open, set, tag_with},
    engine::Engine,
    platform::{PROXY_PATH, WASM},
    relay_fault::RelayFault,
    scenario::scenarios,
};
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use serde_json::{Value, json};

const TARGET: RedirectTarget = RedirectTarget::Onboarding;

/// The control that has the focus.
async fn focused(world: &World) -> Value {
    let focused =
        "const focused = document.querySelector('paddle-magic-links').shadowRoot.activeElement;
        return focused && (focused.dataset.redirect || focused.value || focused.textContent)";
    world.browser.run(focused).await
}

async fn focus(world: &World, selector: &str) {
    world.browser.run(&format!("inside('{selector}').focus()")).await;
    assert_ne!(focused(world).await, Value::Null);
}

const BADGE: &str = "element.redirects = ['overview', { redirect: 'onboarding', badge: '1 left' }]";

async fn the_focus_survives_every_change_of_settings(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        open(world, "", ELEMENT, "").await;
        is_live(world).await;
        for (selector, name) in
            [("[data-redirect=onboarding]", "onboarding"), ("[value=live]", "live")]
        {
            focus(world, selector).await;
            for script in [
                BADGE,
                "element.redirects = null",
                "element.strings = { Onboarding: 'Papers' }",
                "element.strings = null",
                "element.target = '_blank'",
                "element.target = null",
                "element.lang = 'de'",
                "element.lang = 'en'",
            ] {
                set(world, script).await;
                until(script, async || focused(world).await == name).await;
            }
        }
    })
    .await;
}

async fn a_new_badge_keeps_the_jump_and_the_message(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        open(world, "", ELEMENT, "").await;
        is_live(world).await;
        world.browser.relay.spoil(PROXY_PATH, RelayFault::NotFound);
        set(world, "element.open('onboarding')").await;
        let told = error(world).await;
        set(world, BADGE).await;
        until("the badge", async || {
            world.browser.run("return inside('.pml-badge')?.textContent").await == "1 left"
        })
        .await;
        assert_eq!(error(world).await, told);
        world.browser.relay.release();
        world.browser.relay.hold(PROXY_PATH);
        set(world, "element.open('onboarding')").await;
        is_busy(world).await;
        set(world, "element.redirects = [{ redirect: 'onboarding', badge: 'none left' }]").await;
        is_busy(world).await;
        world.browser.relay.release();
        world.lands_on(Environment::Live, TARGET).await;
        // The first code never reached the browser: its response was replaced.
        assert_eq!((world.platform.sessions_made(), world.platform.visits()), (2, 1));
    })
    .await;
}

async fn the_focus_survives_the_loading_of_the_component(engine: Engine) {
    for (selector, name) in [("[data-redirect=onboarding]", "onboarding"), ("[value=live]", "live")]
    {
        in_a_browser(engine, None, async |world| {
            world.browser.relay.hold(&WASM);
            open(world, "", ELEMENT, "").await;
            has_placeholder(world).await;
            focus(world, selector).await;
            world.browser.relay.release();
            is_live(world).await;
            assert_eq!(focused(world).await, name);
        })
        .await;
    }
}

async fn a_failed_load_moves_the_focus_to_try_again_and_back(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        world.browser.relay.hold(&WASM);
        world.browser.relay.spoil(&WASM, RelayFault::NotFound);
        open(world, "", ELEMENT, "").await;
        has_placeholder(world).await;
        focus(world, "[data-redirect=onboarding]").await;
        world.browser.relay.resume();
        error(world).await;
        assert_eq!(focused(world).await, "Try again");
        world.browser.relay.release();
        // Enter that is still held down must not press the button that has the focus now.
        let repeated = "const enter = new KeyboardEvent('keydown',
                { key: 'Enter', repeat: true, bubbles: true, composed: true, cancelable: true });
            return inside('.pml-again').dispatchEvent(enter)";
        assert_eq!(world.browser.run(repeated).await, false);
        world.browser.run("inside('.pml-again').click()").await;
        is_live(world).await;
        assert_eq!(focused(world).await, "overview");
        assert_eq!(world.platform.sessions_made(), 0);
    })
    .await;
}

async fn a_declined_navigation_leaves_the_focus_where_it_was(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let element = tag_with("target=_blank");
        let decline = "window.open = () => null;
            addEventListener('pml-navigate', (event) => event.preventDefault());";
        open(world, "", &element, decline).await;
        is_live(world).await;
        set(world, "element.open('onboarding')").await;
        error(world).await;
        focus(world, ".pml-here").await;
        world.browser.run("inside('.pml-here').click()").await;
        until("the page declined", async || {
            let idle =
                "return seen.some(([type]) => type === 'navigate') && !inside('[aria-busy]')";
            world.browser.run(idle).await == true
        })
        .await;
        assert_eq!(focused(world).await, json!("Open in this tab"));
    })
    .await;
}

scenarios! {
    the_focus_survives_every_change_of_settings;
    a_new_badge_keeps_the_jump_and_the_message;
    the_focus_survives_the_loading_of_the_component;
    a_failed_load_moves_the_focus_to_try_again_and_back;
    a_declined_navigation_leaves_the_focus_where_it_was;
}
