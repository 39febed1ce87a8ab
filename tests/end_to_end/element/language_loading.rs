//! How the texts of another language are loaded.

use super::languages::{has_language, label};
use crate::harness::{
    browser::{World, in_a_browser, in_a_browser_with, until},
    element::{ELEMENT, click, complaints, is_live, open, tag_with},
    engine::Engine,
    platform::{WASM, packed},
    relay_fault::RelayFault,
    scenario::scenarios,
};
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use serde_json::json;

const TARGET: RedirectTarget = RedirectTarget::PayoutSettings;

fn languages_loaded(world: &World) -> Vec<String> {
    let exchanges = world.browser.relay.exchanges();
    let paths = exchanges.iter().map(|exchange| exchange.uri.path().to_owned());
    paths.filter(|path| path.contains("/languages/")).collect()
}

async fn an_english_page_loads_no_other_language(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        open(world, "", ELEMENT, "").await;
        is_live(world).await;
        assert_eq!(languages_loaded(world), [""; 0]);
        world.browser.run("document.documentElement.lang = 'fr'").await;
        has_language(world, "fr").await;
        is_live(world).await;
        assert_eq!(languages_loaded(world), [packed("languages/fr.js")]);
    })
    .await;
}

async fn a_language_change_during_loading_takes_effect(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        world.browser.relay.hold(&packed("languages/fr.js"));
        let changes = "addEventListener('DOMContentLoaded', () => {
            document.querySelector('main').lang = 'fr';
        })";
        // In Firefox the page's load event waits for the language.
        let html = format!("<main lang=de>{ELEMENT}</main>");
        let released = async {
            until("the component", async || !world.browser.relay.exchanges_with(&WASM).is_empty())
                .await;
            world.browser.relay.release();
        };
        tokio::join!(open(world, "", &html, changes), released);
        has_language(world, "fr").await;
        is_live(world).await;
        assert_eq!(label(world).await, "Paramètres de versement");
    })
    .await;
}

async fn no_text_is_visible_while_the_language_loads(engine: Engine) {
    // In Firefox the page's load event waits for the language.
    in_a_browser_with(engine, json!({ "pageLoadStrategy": "none" }), async |world| {
        world.browser.relay.hold(&packed("languages/de.js"));
        open(world, "", &format!("<div lang=de>{ELEMENT}</div>"), "").await;
        until("the element", async || {
            world.browser.run("return !!window.inside?.('.pml-root')").await == true
        })
        .await;
        let visible = "return inside('.pml-root').checkVisibility({ visibilityProperty: true })";
        assert_eq!(world.browser.run(visible).await, false);
        world.browser.relay.release();
        has_language(world, "de").await;
        assert_eq!(world.browser.run(visible).await, true);
    })
    .await;
}

async fn a_slow_language_shows_english_meanwhile(engine: Engine) {
    // In Firefox the load event waits for the language, so the driver must not wait for it.
    in_a_browser_with(engine, json!({ "pageLoadStrategy": "none" }), async |world| {
        world.browser.relay.hold(&packed("dictionaries.js"));
        let german = tag_with("lang=de");
        open(world, "", &german, "").await;
        until("the page", async || world.browser.run("return !!window.inside").await == true).await;
        let label = "return inside('[data-redirect=overview] .pml-label')?.checkVisibility()
            ? inside('[data-redirect=overview] .pml-label').textContent : ''";
        until("English", async || world.browser.run(label).await == "Overview").await;
        is_live(world).await;
        world.browser.relay.release();
        until("German", async || world.browser.run(label).await == "Übersicht").await;
    })
    .await;
}

async fn a_language_that_fails_to_load_falls_back_to_english(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        world.browser.relay.spoil(&packed("languages/de.js"), RelayFault::NotFound);
        open(world, "", &format!("<div lang=de>{ELEMENT}</div>"), "").await;
        has_language(world, "en").await;
        is_live(world).await;
        let complaints = complaints(world).await;
        assert!(complaints.contains("can't load its words"), "{complaints}");
        click(world, TARGET).await;
        world.lands_on(Environment::Live, TARGET).await;
    })
    .await;
}

scenarios! {
    an_english_page_loads_no_other_language;
    a_language_change_during_loading_takes_effect;
    no_text_is_visible_while_the_language_loads;
    a_slow_language_shows_english_meanwhile;
    a_language_that_fails_to_load_falls_back_to_english;
}
