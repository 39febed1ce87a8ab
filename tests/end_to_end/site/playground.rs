//! The pages with a widget in them: `site/start.html`, `site/playground/` and `site/stand-in/`.

use super::{PLAYGROUND, click, lands, open};
use crate::harness::{
    browser::{World, in_a_browser, until},
    element::{error, is_alive, is_true},
    engine::Engine,
    scenario::scenarios,
};
use paddle_magic_links_protocol::RedirectTarget;
use thirtyfour::By;

/// Chooses in one of the form's menus, as a visitor does.
async fn choose(world: &World, menu: &str, value: &str) {
    let option = format!("[name={menu}] option[value={value}]");
    world.browser.driver.find(By::Css(option)).await.unwrap().click().await.unwrap();
}

async fn a_click_in_the_playground_lands_on_a_page_of_the_site(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        open(world, &format!(r#"{PLAYGROUND}#look=mono&redirects=["payout_settings"]"#)).await;
        click(world, RedirectTarget::PayoutSettings).await;
        lands(world, "Payout settings").await;
        assert!(!world.browser.url().await.contains("code"), "the code is in the address");
        world.browser.driver.find(By::Id("back")).await.unwrap().click().await.unwrap();
        let is_back = "return document.querySelector('[name=look]')?.value === 'mono'";
        until("the playground as it was", async || is_true(world, is_back).await).await;
        assert!(world.browser.text("#code").await.contains(r#"redirects="payout_settings""#));
    })
    .await;
}

async fn the_first_page_has_a_widget_that_works(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        open(world, "index.html").await;
        click(world, RedirectTarget::Onboarding).await;
        lands(world, "Onboarding").await;
    })
    .await;
}

async fn a_simulated_failure_is_explained(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        open(world, PLAYGROUND).await;
        let failure = By::Css("#failure option[value=rate_limited]");
        world.browser.driver.find(failure).await.unwrap().click().await.unwrap();
        click(world, RedirectTarget::Overview).await;
        let said = error(world).await;
        assert!(said.contains("Too many attempts"), "{said}");
    })
    .await;
}

async fn an_option_changes_the_widget_the_code_and_the_address(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        open(world, PLAYGROUND).await;
        is_alive(world).await;
        choose(world, "lang", "de").await;
        let is_german = "return document.querySelector('paddle-magic-links').shadowRoot
            .querySelector('[data-redirect=overview]')?.textContent.includes('Übersicht')";
        until("the widget speaks German", async || is_true(world, is_german).await).await;
        assert!(world.browser.text("#code").await.contains(r#"lang="de""#));
        assert!(world.browser.url().await.ends_with("#lang=de"));
    })
    .await;
}

async fn the_playground_obeys_its_own_policy(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        open(world, &format!("{PLAYGROUND}#accent=%230b57d0&ownAccent=1&room=20rem")).await;
        is_alive(world).await;
        let styled = "return getComputedStyle(document.querySelector('paddle-magic-links'))
            .getPropertyValue('--pml-accent').trim() === '#0b57d0'";
        until("the accent", async || is_true(world, styled).await).await;
        let lines = world.browser.console().await;
        let refused = |line: &&String| line.contains("Content Security") || line.contains("SEVERE");
        assert_eq!(lines.iter().find(refused), None);
    })
    .await;
}

scenarios! {
    a_click_in_the_playground_lands_on_a_page_of_the_site;
    the_first_page_has_a_widget_that_works;
    a_simulated_failure_is_explained;
    an_option_changes_the_widget_the_code_and_the_address;
    the_playground_obeys_its_own_policy;
}
