//! The custom element until its component is there, and where that never comes.

use crate::harness::{
    browser::{World, in_a_browser, until},
    element::{ELEMENT, STRICT, click, error, is_live, open, seen},
    engine::Engine,
    platform::{GLUE, WASM},
    relay::Mishap,
    scenario::scenarios,
};
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use serde_json::json;

const TARGET: RedirectTarget = RedirectTarget::RetainSettings;

async fn a_click_before_the_component_is_there_is_carried_out_when_it_is(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        world.browser.relay.hold(&WASM);
        open(world, STRICT, ELEMENT, "").await;
        until("the placeholder", async || {
            world.browser.run("return !!inside('[data-redirect]')").await == true
        })
        .await;
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

async fn what_a_page_changes_as_a_jump_starts_calls_it_off_only_if_it_is_offered_no_more(
    engine: Engine,
) {
    in_a_browser(engine, None, async |world| {
        world.browser.relay.hold(&WASM);
        let script = "addEventListener('pml-start', ({ target }) => {
            target.redirects = target.redirects ? 'overview retain_settings' : 'overview';
        })";
        open(world, "", ELEMENT, script).await;
        until("the placeholder", async || {
            world.browser.run("return !!inside('[data-redirect]')").await == true
        })
        .await;
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

async fn nothing_moves_when_the_component_takes_the_placeholders_place(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let measure = "return [...document.querySelector('paddle-magic-links').shadowRoot
            .querySelectorAll('fieldset, label, [data-redirect]')]
            .map(element => Object.values(element.getBoundingClientRect().toJSON()))";
        world.browser.relay.hold(&WASM);
        open(world, STRICT, ELEMENT, "").await;
        until("the placeholder", async || {
            world.browser.run("return !!inside('[data-redirect]')").await == true
        })
        .await;
        let before = world.browser.run(measure).await;
        world.browser.relay.release();
        is_live(world).await;
        assert_eq!(world.browser.run(measure).await, before);
        assert_eq!(before.as_array().unwrap().len(), 8);
    })
    .await;
}

/// With the page's own way out inside the tag.
fn with_fallback() -> String {
    ELEMENT.replace("></", "><a href='/help'>Open Paddle by hand</a></")
}

async fn says_that_it_did_not_load(world: &World) {
    assert!(error(world).await.contains("couldn't be loaded"));
    let told = json!([["error", { "code": "load_failed", "recoverable": true }]]);
    assert_eq!(seen(world).await, told);
    let shown = "return document.querySelector('a').checkVisibility()";
    assert_eq!(world.browser.run(shown).await, true);
    assert_eq!(world.browser.run("return !!inside('[data-redirect]')").await, false);
}

async fn works_once_tried_again(engine: Engine, path: &'static str, mishap: Mishap) {
    in_a_browser(engine, None, async |world| {
        world.browser.relay.spoil(path, mishap.clone());
        open(world, STRICT, &with_fallback(), "").await;
        says_that_it_did_not_load(world).await;
        world.browser.relay.release();
        world.browser.run("inside('.pml-again').click()").await;
        is_live(world).await;
        let shown = "return document.querySelector('a').checkVisibility()";
        assert_eq!(world.browser.run(shown).await, false);
        click(world, TARGET).await;
        world.lands_on(Environment::Live, TARGET).await;
    })
    .await;
}

async fn a_wasm_with_a_flipped_bit_is_refused_in_words_and_tried_again_when_asked(engine: Engine) {
    works_once_tried_again(engine, &WASM, Mishap::FlippedBit).await;
}

async fn a_wasm_that_is_not_found_is_tried_again_when_asked(engine: Engine) {
    works_once_tried_again(engine, &WASM, Mishap::NotFound).await;
}

async fn a_page_in_the_wasms_place_is_refused_and_the_wasm_tried_again_when_asked(engine: Engine) {
    works_once_tried_again(engine, &WASM, Mishap::SomePage).await;
}

async fn a_cut_connection_to_the_wasm_is_tried_again_when_asked(engine: Engine) {
    works_once_tried_again(engine, &WASM, Mishap::Cut).await;
}

async fn a_glue_that_is_not_found_is_tried_again_when_asked(engine: Engine) {
    works_once_tried_again(engine, &GLUE, Mishap::NotFound).await;
}

async fn a_page_in_the_glues_place_is_refused_and_the_glue_tried_again_when_asked(engine: Engine) {
    works_once_tried_again(engine, &GLUE, Mishap::SomePage).await;
}

async fn a_policy_that_forbids_the_wasm_is_said_in_words(engine: Engine) {
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
    a_click_before_the_component_is_there_is_carried_out_when_it_is;
    what_a_page_changes_as_a_jump_starts_calls_it_off_only_if_it_is_offered_no_more;
    nothing_moves_when_the_component_takes_the_placeholders_place;
    a_wasm_with_a_flipped_bit_is_refused_in_words_and_tried_again_when_asked;
    a_wasm_that_is_not_found_is_tried_again_when_asked;
    a_page_in_the_wasms_place_is_refused_and_the_wasm_tried_again_when_asked;
    a_cut_connection_to_the_wasm_is_tried_again_when_asked;
    a_glue_that_is_not_found_is_tried_again_when_asked;
    a_page_in_the_glues_place_is_refused_and_the_glue_tried_again_when_asked;
    a_policy_that_forbids_the_wasm_is_said_in_words;
}
