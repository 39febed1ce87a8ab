//! A computer or a page that slept past the life of a code.

use crate::harness::{
    browser::in_a_browser,
    element::{ELEMENT, click, error, is_live, open, tag_with},
    engine::Engine,
    platform::PROXY_PATH,
    scenario::scenarios,
};
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use serde_json::json;
use std::time::Duration;

const TARGET: RedirectTarget = RedirectTarget::Onboarding;

async fn a_code_from_before_the_computer_slept_opens_nothing(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        // During sleep one clock stands still and the other goes on.
        let sleep = "window.sleep = () => {
            const [still, now] = [performance.now(), Date.now];
            performance.now = () => still;
            Date.now = () => now() + 3_600_000;
        }";
        open(world, "", ELEMENT, sleep).await;
        is_live(world).await;
        world.browser.relay.hold(PROXY_PATH);
        click(world, TARGET).await;
        world.browser.run("sleep()").await;
        world.browser.relay.release();
        assert!(error(world).await.contains("took too long"));
        assert_eq!(world.platform.visits(), 0);
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
        // Longer than the timeout.
        tokio::time::sleep(Duration::from_millis(1500)).await;
        sleep("active").await;
        assert!(error(world).await.contains("took too long"));
        assert_eq!(world.platform.visits(), 0);
        click(world, TARGET).await;
        world.lands_on(Environment::Live, TARGET).await;
    })
    .await;
}

const CANT_FREEZE: &str = "its driver can't freeze a page";

scenarios! {
    a_code_from_before_the_computer_slept_opens_nothing;
    a_page_frozen_past_the_codes_life_opens_nothing,
        except Firefox: CANT_FREEZE, except WebKit: CANT_FREEZE;
}
