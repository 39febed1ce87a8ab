//! The site's own pages without a mouse, and as axe-core sees them.

use super::{PLAYGROUND, click, lands, open};
use crate::harness::{
    axe::Axe,
    browser::{in_a_browser, until},
    element::{is_alive, is_true},
    engine::Engine,
    scenario::scenarios,
};
use paddle_magic_links_protocol::RedirectTarget;
use thirtyfour::Key;

/// Shows everything that a visitor can open.
const OPEN: &str =
    "document.querySelectorAll('details').forEach(details => { details.open = true })";

async fn axe_finds_nothing_in_the_playground(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let axe = Axe::new(world);
        for colours in ["light", "dark"] {
            let set = format!("document.documentElement.style.colorScheme = '{colours}'");
            for options in ["", "look=violet&lang=ar", "compact=1&target=_blank"] {
                open(world, &format!("{PLAYGROUND}#{options}")).await;
                is_alive(world).await;
                world.browser.run(&format!("{set}; {OPEN}")).await;
                axe.finds_nothing(&format!("{colours}, {options}")).await;
            }
            open(world, PLAYGROUND).await;
            click(world, RedirectTarget::Overview).await;
            lands(world, "Overview").await;
            world.browser.run(&set).await;
            axe.finds_nothing(&format!("{colours}, the stand-in")).await;
        }
        println!("{engine}: axe-core found nothing in {} states of the playground", axe.runs());
    })
    .await;
}

async fn the_keyboard_alone_changes_an_option_and_lands(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let press = async |key: char| {
            world.browser.driver.action_chain().send_keys(key.to_string()).perform().await.unwrap();
        };
        let tab_to = async |selector: &str| {
            let is_there = format!(
                "let active = document.activeElement;
                 while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
                 return !!active?.matches({selector:?})"
            );
            for _ in 0..60 {
                if is_true(world, &is_there).await {
                    return;
                }
                press(Key::Tab.value()).await;
            }
            panic!("the keyboard does not reach {selector}");
        };
        open(world, PLAYGROUND).await;
        is_alive(world).await;
        tab_to("[name=compact]").await;
        press(' ').await;
        let is_compact = "return document.querySelector('paddle-magic-links').compact";
        until("it is compact", async || is_true(world, is_compact).await).await;
        world.browser.run("document.activeElement.blur(); scrollTo(0, 0)").await;
        open(world, PLAYGROUND).await;
        is_alive(world).await;
        tab_to("[data-redirect=onboarding]").await;
        press(Key::Enter.value()).await;
        lands(world, "Onboarding").await;
    })
    .await;
}

scenarios! {
    axe_finds_nothing_in_the_playground;
    the_keyboard_alone_changes_an_option_and_lands;
}
