//! The Back button leads to a page with a ready widget.

use crate::harness::{
    browser::{in_a_browser, in_a_browser_with, until},
    element::{ELEMENT, is_live, open, press},
    engine::Engine,
    platform::PROXY_PATH,
    relay_fault::RelayFault,
    scenario::scenarios,
};
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use serde_json::{Value, json};
use std::time::Duration;
use thirtyfour::By;

const TARGET: RedirectTarget = RedirectTarget::PayoutSettings;

async fn after_back_from_the_bfcache_the_widget_is_ready(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        world
            .browser
            .run("addEventListener('pageshow', event => { window.persisted = event.persisted })")
            .await;
        world.browser.choose(Environment::Sandbox).await;
        world.browser.click(TARGET).await;
        world.lands_on(Environment::Sandbox, TARGET).await;
        world.browser.driver.back().await.unwrap();
        until("the page is back", async || world.is_on_page().await).await;
        until("the page was kept", async || {
            world.browser.run("return window.persisted").await == true
        })
        .await;
        assert!(world.browser.is_idle().await);
        world.browser.click(RedirectTarget::Onboarding).await;
        world.lands_on(Environment::Sandbox, RedirectTarget::Onboarding).await;
        assert_eq!((world.platform.sessions_made(), world.platform.sessions_opened()), (2, 2));
    })
    .await;
}

async fn after_back_with_a_reload_the_widget_is_ready(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        // Browsers do not keep a page with such a listener.
        world.browser.run("addEventListener('unload', () => {}); window.before = true").await;
        world.browser.click(TARGET).await;
        world.lands_on(Environment::Live, TARGET).await;
        world.browser.driver.back().await.unwrap();
        until("the page is loaded again", async || {
            world.is_on_page().await
                && world.browser.driver.find(By::Css("[data-redirect]")).await.is_ok()
        })
        .await;
        assert_eq!(world.browser.run("return window.before ?? null").await, Value::Null);
        assert!(world.browser.is_idle().await);
        world.browser.click(RedirectTarget::Onboarding).await;
        world.lands_on(Environment::Live, RedirectTarget::Onboarding).await;
        assert_eq!((world.platform.sessions_made(), world.platform.sessions_opened()), (2, 2));
    })
    .await;
}

async fn back_returns_to_a_page_that_was_left_while_loading(engine: Engine) {
    // The driver must not wait for the frame, which never loads.
    in_a_browser_with(engine, json!({ "pageLoadStrategy": "none" }), async |world| {
        world.browser.relay.spoil("/index.html", RelayFault::Trickle);
        open(world, "", &format!("{ELEMENT}<iframe src=/index.html></iframe>"), "").await;
        until("the page", async || world.browser.run("return !!window.inside").await == true).await;
        is_live(world).await;
        let page = world.browser.url().await;
        world.browser.relay.hold(PROXY_PATH);
        press(world, TARGET).await;
        // After that, the click no longer counts as the user's activation. Without one, a page that is still
        // loading and sets its `location` is replaced in the history.
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

scenarios! {
    after_back_from_the_bfcache_the_widget_is_ready,
        except Firefox: "geckodriver keeps no page for the way back";
    after_back_with_a_reload_the_widget_is_ready,
        except WebKit: "it keeps every page for the way back";
    back_returns_to_a_page_that_was_left_while_loading;
}
