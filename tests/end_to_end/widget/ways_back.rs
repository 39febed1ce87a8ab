//! The window was sent away and is still here, or the page slept meanwhile.

use crate::harness::{
    browser::{World, in_a_browser, in_a_browser_with, until},
    element::{self, ELEMENT, click, is_live, open, press, tag_with},
    engine::Engine,
    mishap::Mishap,
    platform::PROXY_PATH,
    scenario::scenarios,
};
use paddle_magic_links_protocol::{Environment, LOGIN_PATH, RedirectTarget};
use serde_json::json;
use std::time::Duration;

const TARGET: RedirectTarget = RedirectTarget::Onboarding;

async fn is_told_and_the_next_click_lands(world: &World) {
    assert!(element::error(world).await.contains("Paddle hasn't opened yet."));
    world.browser.relay.release();
    click(world, TARGET).await;
    world.lands_on(Environment::Live, TARGET).await;
}

async fn a_response_without_a_page_is_reported_and_a_click_works(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        open(world, "", ELEMENT, "").await;
        is_live(world).await;
        let nothing = Mishap::status(204);
        world.browser.relay.spoil(LOGIN_PATH, nothing);
        click(world, TARGET).await;
        is_told_and_the_next_click_lands(world).await;
    })
    .await;
}

async fn stop_is_reported_and_a_click_works(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        open(world, "", ELEMENT, "").await;
        is_live(world).await;
        world.browser.relay.hold(LOGIN_PATH);
        // The driver waits for the navigation that its click has begun.
        world.browser.run("addEventListener('pml-navigate', () => setTimeout(stop, 500))").await;
        click(world, TARGET).await;
        is_told_and_the_next_click_lands(world).await;
    })
    .await;
}

async fn a_dismissed_dialog_is_reported_and_a_click_works(engine: Engine) {
    // In a classic session the driver takes every such dialog for a yes, whatever it is told.
    let as_a_seller = json!({
        "webSocketUrl": true,
        "unhandledPromptBehavior": { "beforeUnload": "ignore" },
    });
    in_a_browser_with(engine, as_a_seller, async |world| {
        let unsaved = "addEventListener('beforeunload', event => {
            if (document.title !== 'Saved') event.preventDefault();
        })";
        open(world, "", ELEMENT, unsaved).await;
        is_live(world).await;
        press(world, TARGET).await;
        let driver = &world.browser.driver;
        until("the dialog", async || driver.get_alert_text().await.is_ok()).await;
        driver.dismiss_alert().await.unwrap();
        assert!(element::error(world).await.contains("Paddle hasn't opened yet."));
        assert_eq!(world.platform.visits(), 0);
        world.browser.run("document.title = 'Saved'").await;
        press(world, TARGET).await;
        world.lands_on(Environment::Live, TARGET).await;
    })
    .await;
}

async fn back_returns_to_a_page_that_was_left_while_loading(engine: Engine) {
    // The driver does not wait for the frame that never comes.
    in_a_browser_with(engine, json!({ "pageLoadStrategy": "none" }), async |world| {
        world.browser.relay.spoil("/index.html", Mishap::Trickle);
        open(world, "", &format!("{ELEMENT}<iframe src=/index.html></iframe>"), "").await;
        until("the page", async || world.browser.run("return !!window.inside").await == true).await;
        is_live(world).await;
        let page = world.browser.url().await;
        world.browser.relay.hold(PROXY_PATH);
        press(world, TARGET).await;
        // Longer than a click counts as the reason for what a page does: without one, a page that is
        // loading and sets its `location` is put out of the history.
        // https://html.spec.whatwg.org/#location-object-navigate
        tokio::time::sleep(Duration::from_secs(6)).await;
        assert_eq!(world.browser.run("return document.readyState").await, "interactive");
        world.browser.relay.release();
        world.lands_on(Environment::Live, TARGET).await;
        world.browser.driver.back().await.unwrap();
        until("the page is back", async || world.browser.url().await == page).await;
    })
    .await;
}

async fn a_page_frozen_past_the_codes_life_opens_nothing(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let element = tag_with("timeout=1");
        open(world, "", &element, "").await;
        is_live(world).await;
        world.browser.relay.hold(PROXY_PATH);
        click(world, TARGET).await;
        let sleep = |state: &str| {
            world.browser.devtools("Page.setWebLifecycleState", json!({ "state": state }))
        };
        sleep("frozen").await;
        world.browser.relay.release();
        // Longer than the answer may take.
        tokio::time::sleep(Duration::from_millis(1500)).await;
        sleep("active").await;
        assert!(element::error(world).await.contains("took too long"));
        assert_eq!(world.platform.visits(), 0);
        click(world, TARGET).await;
        world.lands_on(Environment::Live, TARGET).await;
    })
    .await;
}

const CANT_FREEZE: &str = "its driver can't freeze a page";

scenarios! {
    a_response_without_a_page_is_reported_and_a_click_works;
    stop_is_reported_and_a_click_works;
    a_dismissed_dialog_is_reported_and_a_click_works,
        except WebKit: "its driver takes every dialog for a yes";
    back_returns_to_a_page_that_was_left_while_loading;
    a_page_frozen_past_the_codes_life_opens_nothing,
        except Firefox: CANT_FREEZE, except WebKit: CANT_FREEZE;
}
