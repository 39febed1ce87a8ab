//! The window was sent to Paddle, and the page is still there.

use crate::harness::{
    browser::{World, in_a_browser, in_a_browser_with, until},
    element::{ELEMENT, click, error, is_live, open, press},
    engine::Engine,
    relay_fault::RelayFault,
    scenario::scenarios,
};
use paddle_magic_links_protocol::{Environment, LOGIN_PATH, RedirectTarget};
use serde_json::json;

const TARGET: RedirectTarget = RedirectTarget::Onboarding;

async fn is_told_and_the_next_click_lands(world: &World) {
    assert!(error(world).await.contains("Paddle hasn't opened yet."));
    world.browser.relay.release();
    click(world, TARGET).await;
    world.lands_on(Environment::Live, TARGET).await;
}

async fn a_response_without_a_page_is_reported_and_a_click_works(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        open(world, "", ELEMENT, "").await;
        is_live(world).await;
        let nothing = RelayFault::status(204);
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
        // A script stops the navigation, as the driver itself waits for it.
        world.browser.run("addEventListener('pml-navigate', () => setTimeout(stop, 500))").await;
        click(world, TARGET).await;
        is_told_and_the_next_click_lands(world).await;
    })
    .await;
}

async fn a_dismissed_dialog_is_reported_and_a_click_works(engine: Engine) {
    // In a classic session the driver accepts every such dialog, whatever its settings.
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
        assert!(error(world).await.contains("Paddle hasn't opened yet."));
        assert_eq!(world.platform.visits(), 0);
        world.browser.run("document.title = 'Saved'").await;
        press(world, TARGET).await;
        world.lands_on(Environment::Live, TARGET).await;
    })
    .await;
}

async fn a_slow_navigation_is_not_reported_as_failed(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        open(world, "", ELEMENT, "").await;
        is_live(world).await;
        world.browser.relay.hold(LOGIN_PATH);
        // The driver waits for the navigation, so the page itself reports what it shows.
        let say = format!(
            "new MutationObserver(() => navigator.sendBeacon('/told?' + inside('.pml-root').innerText))
                 .observe(inside('.pml-root'), {{ subtree: true, childList: true, characterData: true }});
             setTimeout(() => inside('[data-redirect={TARGET}]').click(), 100)"
        );
        world.browser.run(&say).await;
        let told = |words: &str| {
            let exchanges = world.browser.relay.exchanges().into_iter();
            exchanges.filter(|exchange| exchange.uri.to_string().contains(words)).count()
        };
        until("it takes a while", async || told("Still%20opening%20Onboarding") > 0).await;
        assert_eq!(told("has%20not%20opened"), 0);
        world.browser.relay.release();
        world.lands_on(Environment::Live, TARGET).await;
        assert_eq!((world.platform.sessions_made(), world.platform.visits()), (1, 1));
    })
    .await;
}

scenarios! {
    a_response_without_a_page_is_reported_and_a_click_works;
    stop_is_reported_and_a_click_works;
    a_dismissed_dialog_is_reported_and_a_click_works,
        except WebKit: "its driver takes every dialog for a yes";
    a_slow_navigation_is_not_reported_as_failed;
}
