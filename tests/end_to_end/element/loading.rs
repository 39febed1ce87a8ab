//! The element while its component loads, and when that fails.

use crate::harness::{
    browser::{World, in_a_browser, until},
    element::{ELEMENT, STRICT, click, has_placeholder, is_live, load_failed, open, retry, seen},
    engine::Engine,
    platform::{GLUE, WASM},
    relay_fault::RelayFault,
    scenario::scenarios,
};
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use serde_json::json;

const TARGET: RedirectTarget = RedirectTarget::RetainSettings;

async fn an_early_click_is_carried_out_after_loading(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        world.browser.relay.hold(&WASM);
        open(world, STRICT, ELEMENT, "").await;
        has_placeholder(world).await;
        world.browser.run("inside('[value=sandbox]').click()").await;
        click(world, TARGET).await;
        click(world, RedirectTarget::Overview).await;
        world.browser.run("inside('[value=live]').click()").await;
        assert_eq!(world.platform.sessions_made(), 0);
        world.browser.relay.release();
        world.lands_on(Environment::Sandbox, TARGET).await;
        assert_eq!((world.platform.sessions_made(), world.platform.visits()), (1, 1));
    })
    .await;
}

async fn a_target_removed_on_start_cancels_the_jump(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        world.browser.relay.hold(&WASM);
        let script = "addEventListener('pml-start', ({ target }) => {
            target.redirects = target.redirects ? 'overview retain_settings' : 'overview';
        })";
        open(world, "", ELEMENT, script).await;
        has_placeholder(world).await;
        click(world, TARGET).await;
        world.browser.relay.release();
        let shown = "return [...inside('.pml-redirects').children].length";
        // Once on the way to the component, and once with it; each time by another way in.
        until("one page", async || world.browser.run(shown).await == 1).await;
        is_live(world).await;
        assert_eq!(world.browser.run("return !!inside('[aria-busy]')").await, false);
        assert_eq!(world.platform.visits(), 0);
        world.browser.run("document.querySelector('paddle-magic-links').open('overview')").await;
        world.lands_on(Environment::Live, RedirectTarget::Overview).await;
    })
    .await;
}

async fn nothing_moves_when_the_component_loads(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let measure = "return [...document.querySelector('paddle-magic-links').shadowRoot
            .querySelectorAll('fieldset, label, [data-redirect]')]
            .map(element => Object.values(element.getBoundingClientRect().toJSON()))";
        world.browser.relay.hold(&WASM);
        open(world, STRICT, ELEMENT, "").await;
        has_placeholder(world).await;
        let before = world.browser.run(measure).await;
        world.browser.relay.release();
        is_live(world).await;
        assert_eq!(world.browser.run(measure).await, before);
        assert_eq!(before.as_array().unwrap().len(), 8);
    })
    .await;
}

/// With content of the page inside the tag, as a fallback.
fn with_fallback() -> String {
    ELEMENT.replace("></", "><a href='/help'>Open Paddle by hand</a></")
}

async fn says_that_it_did_not_load(world: &World) {
    load_failed(world).await;
    let shown = "return document.querySelector('a').checkVisibility()";
    assert_eq!(world.browser.run(shown).await, true);
    assert_eq!(world.browser.run("return !!inside('[data-redirect]')").await, false);
}

async fn works_once_tried_again(engine: Engine, path: &'static str, fault: RelayFault) {
    in_a_browser(engine, None, async |world| {
        world.browser.relay.spoil(path, fault.clone());
        open(world, STRICT, &with_fallback(), "").await;
        says_that_it_did_not_load(world).await;
        retry(world).await;
        let shown = "return document.querySelector('a').checkVisibility()";
        assert_eq!(world.browser.run(shown).await, false);
        click(world, TARGET).await;
        world.lands_on(Environment::Live, TARGET).await;
    })
    .await;
}

async fn a_corrupt_wasm_is_refused_and_can_be_retried(engine: Engine) {
    works_once_tried_again(engine, &WASM, RelayFault::FlippedBit).await;
}

async fn a_missing_wasm_can_be_retried(engine: Engine) {
    works_once_tried_again(engine, &WASM, RelayFault::NotFound).await;
}

async fn html_in_place_of_the_wasm_can_be_retried(engine: Engine) {
    works_once_tried_again(engine, &WASM, RelayFault::SomePage).await;
}

async fn a_cut_download_of_the_wasm_can_be_retried(engine: Engine) {
    works_once_tried_again(engine, &WASM, RelayFault::Cut).await;
}

async fn a_missing_glue_can_be_retried(engine: Engine) {
    works_once_tried_again(engine, &GLUE, RelayFault::NotFound).await;
}

async fn html_in_place_of_the_glue_can_be_retried(engine: Engine) {
    works_once_tried_again(engine, &GLUE, RelayFault::SomePage).await;
}

async fn a_policy_that_blocks_the_wasm_is_reported(engine: Engine) {
    for policy in [
        "script-src 'self'; connect-src 'self'",
        "script-src 'self' 'wasm-unsafe-eval'; connect-src 'none'",
    ] {
        in_a_browser(engine, None, async |world| {
            open(world, policy, &with_fallback(), "").await;
            says_that_it_did_not_load(world).await;
            world.browser.run("window.seen = []; inside('.pml-again').click()").await;
            until("it failed again", async || seen(world).await != json!([])).await;
            says_that_it_did_not_load(world).await;
        })
        .await;
    }
}

scenarios! {
    an_early_click_is_carried_out_after_loading;
    a_target_removed_on_start_cancels_the_jump;
    nothing_moves_when_the_component_loads;
    a_corrupt_wasm_is_refused_and_can_be_retried;
    a_missing_wasm_can_be_retried;
    html_in_place_of_the_wasm_can_be_retried;
    a_cut_download_of_the_wasm_can_be_retried;
    a_missing_glue_can_be_retried;
    html_in_place_of_the_glue_can_be_retried;
    a_policy_that_blocks_the_wasm_is_reported;
}
