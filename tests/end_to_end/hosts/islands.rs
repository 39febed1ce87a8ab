//! The example with the widget in an island, as `cargo xtask examples` builds it.

use super::examples::{leaves_for, serve};
use crate::harness::{
    browser::{World, in_a_browser, until},
    engine::Engine,
    platform::PROXY_PATH,
    scenario::scenarios,
};
use paddle_magic_links_demo::STAND_IN_SANDBOX;
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use thirtyfour::By;

async fn badge(world: &World) -> String {
    let text = "return document.querySelector('.pml-badge')?.textContent ?? 'none'";
    world.browser.run(text).await.as_str().unwrap().to_owned()
}

async fn send_one(world: &World) {
    world.browser.driver.find(By::Id("sent")).await.unwrap().click().await.unwrap();
}

async fn an_island_jumps_and_a_new_badge_keeps_the_jump(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let stand_in = world.platform.stand_in().origin(Environment::Sandbox);
        let variables =
            [("PADDLE_SANDBOX_API", stand_in), ("PADDLE_SANDBOX_USER_API_KEY", STAND_IN_SANDBOX)];
        let (_process, page) = serve("islands", &variables).await;
        world.browser.driver.goto(&page).await.unwrap();
        assert_eq!(badge(world).await, "3 documents missing");
        // Before that, its button has no listener.
        until("the island is alive", async || {
            send_one(world).await;
            badge(world).await != "3 documents missing"
        })
        .await;
        let before = badge(world).await;
        world.browser.relay.hold(PROXY_PATH);
        world.browser.click(RedirectTarget::Onboarding).await;
        until("the island is told", async || {
            world.browser.text("#last").await == "Last: onboarding"
        })
        .await;
        send_one(world).await;
        until("the badge is another", async || badge(world).await != before).await;
        world.browser.relay.release();
        leaves_for(world, "sandbox-vendors.paddle.com").await;
    })
    .await;
}

scenarios! {
    an_island_jumps_and_a_new_badge_keeps_the_jump;
}
