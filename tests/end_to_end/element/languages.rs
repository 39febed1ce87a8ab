//! The language of the element's texts.

use crate::harness::{
    browser::{World, in_a_browser, until},
    element::{ELEMENT, click, error, is_live, open, press, tag_with},
    engine::Engine,
    platform::PROXY_PATH,
    scenario::scenarios,
};
use paddle_magic_links_demo::SimulatedFault;
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use paddle_magic_links_strings::{Strings, primary};
use serde_json::Value;

const TARGET: RedirectTarget = RedirectTarget::PayoutSettings;

pub(super) async fn has_language(world: &World, language: &str) {
    let script = "return inside('.pml-root')?.lang ?? ''";
    until(language, async || world.browser.run(script).await == language).await;
}

pub(super) async fn label(world: &World) -> Value {
    world
        .browser
        .run("return inside('[data-redirect=payout_settings] .pml-label').textContent")
        .await
}

async fn it_speaks_every_language_in_any_region(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        for strings in Strings::ALL {
            let region = format!("{}-001", primary(&strings.lang));
            open(world, "", &format!("<div lang={region}>{ELEMENT}</div>"), "").await;
            is_live(world).await;
            has_language(world, &strings.lang).await;
            assert_eq!(label(world).await, strings.label(TARGET));
        }
    })
    .await;
}

async fn the_nearest_lang_sets_the_language(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        for (html, language) in [
            (ELEMENT.to_owned(), "en"),
            (format!("<div lang=fr><p lang=pt-PT>{ELEMENT}</p></div>"), "pt-BR"),
            (format!("<div lang=de>{}</div>", tag_with("lang=fr")), "fr"),
            (format!("<div lang=de><p lang=eo>{ELEMENT}</p></div>"), "en"),
        ] {
            open(world, "", &html, "").await;
            is_live(world).await;
            has_language(world, language).await;
            assert_eq!(label(world).await, Strings::in_language(language).label(TARGET));
        }
    })
    .await;
}

async fn the_lang_of_a_shadow_host_counts(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let host = format!(
            "<div id=host lang=de><template shadowrootmode=open>{ELEMENT}</template></div>"
        );
        let script = "window.inside = selector => document.querySelector('#host').shadowRoot
            .querySelector('paddle-magic-links').shadowRoot.querySelector(selector)";
        open(world, "", &host, script).await;
        has_language(world, "de").await;
        world.browser.run("document.querySelector('#host').lang = 'fr'").await;
        has_language(world, "fr").await;
    })
    .await;
}

async fn a_language_change_keeps_the_chosen_environment(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        open(world, "", ELEMENT, "").await;
        is_live(world).await;
        world.browser.run("inside('[value=sandbox]').click()").await;
        world.browser.run("document.documentElement.lang = 'de'").await;
        has_language(world, "de").await;
        is_live(world).await;
        assert_eq!(world.browser.run("return inside(':checked').value").await, "sandbox");
        world.platform.demo.simulate(Some(SimulatedFault::SignedOut));
        click(world, TARGET).await;
        assert!(error(world).await.starts_with("Sie sind hier nicht mehr angemeldet."));
        world.platform.demo.simulate(None);
        click(world, TARGET).await;
        world.lands_on(Environment::Sandbox, TARGET).await;
    })
    .await;
}

async fn a_new_tab_uses_the_same_language(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let element = tag_with("lang=de target=_blank");
        open(world, "", &element, "").await;
        has_language(world, "de").await;
        is_live(world).await;
        assert_eq!(label(world).await, "Einstellungen zur Auszahlung (neuer Tab)");
        world.browser.relay.hold(PROXY_PATH);
        press(world, TARGET).await;
        let tab = world.browser.new_tab().await;
        world.browser.switch_to(&tab).await;
        assert_eq!(world.browser.driver.title().await.unwrap(), "Paddle wird geöffnet …");
        assert_eq!(world.browser.run("return document.documentElement.lang").await, "de");
        world.browser.relay.release();
        world.lands_on(Environment::Live, TARGET).await;
    })
    .await;
}

async fn a_page_can_change_any_word(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let script = "addEventListener('DOMContentLoaded', () => {
            document.querySelector('paddle-magic-links').strings =
                { 'Payout settings': 'Your money', Live: 7, 'In Paddle öffnen': 'never' };
        })";
        open(world, "", &format!("<div lang=de>{ELEMENT}</div>"), script).await;
        has_language(world, "de").await;
        is_live(world).await;
        assert_eq!(label(world).await, "Your money");
        let overview = "return inside('[data-redirect=overview] .pml-label').textContent";
        assert_eq!(world.browser.run(overview).await, "Übersicht");
        let live = "return inside('label:has([value=live])').textContent";
        assert_eq!(world.browser.run(live).await, "7");
        let name = "return inside('.pml-root').getAttribute('aria-label')";
        assert_eq!(world.browser.run(name).await, "In Paddle öffnen");
    })
    .await;
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

scenarios! {
    it_speaks_every_language_in_any_region;
    the_nearest_lang_sets_the_language;
    the_lang_of_a_shadow_host_counts;
    a_language_change_keeps_the_chosen_environment;
    a_new_tab_uses_the_same_language;
    a_page_can_change_any_word;
    traditional_chinese_falls_back_to_english;
}
