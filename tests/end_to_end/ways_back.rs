//! The window was sent away and is still here, or the page slept meanwhile.

use crate::{
    browser::{World, in_a_browser},
    element::{self, ELEMENT, click, is_live, open},
    engine::Engine,
    platform::PROXY_PATH,
    relay::Mishap,
    scenario::scenarios,
};
use bytes::Bytes;
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use serde_json::json;

const TARGET: RedirectTarget = RedirectTarget::Onboarding;
const LOGIN: &str = "/magic-sessions/login";

async fn is_told_and_the_next_click_lands(world: &World) {
    assert!(element::error(world).await.contains("Paddle did not open."));
    world.browser.relay.release();
    click(world, TARGET).await;
    world.lands_on(Environment::Live, TARGET).await;
}

async fn an_answer_without_a_page_leaves_the_widget_usable_with_words(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        open(world, "", ELEMENT, "").await;
        is_live(world).await;
        let nothing = Mishap::Instead { status: 204, headers: Vec::new(), body: Bytes::new() };
        world.browser.relay.spoil(LOGIN, nothing);
        click(world, TARGET).await;
        is_told_and_the_next_click_lands(world).await;
    })
    .await;
}

async fn stop_leaves_the_widget_usable_with_words(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        open(world, "", ELEMENT, "").await;
        is_live(world).await;
        world.browser.relay.hold(LOGIN);
        // The driver waits for the navigation that its click has begun.
        world.browser.run("addEventListener('pml-navigate', () => setTimeout(stop, 500))").await;
        click(world, TARGET).await;
        is_told_and_the_next_click_lands(world).await;
    })
    .await;
}

async fn a_page_that_slept_over_its_codes_life_opens_nothing(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let element = ELEMENT.replace(" DASHBOARDS", " DASHBOARDS timeout=1");
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
        tokio::time::sleep(std::time::Duration::from_millis(1500)).await;
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
    an_answer_without_a_page_leaves_the_widget_usable_with_words;
    stop_leaves_the_widget_usable_with_words;
    a_page_that_slept_over_its_codes_life_opens_nothing,
        except Firefox: CANT_FREEZE, except WebKit: CANT_FREEZE;
}
