//! The example with the widget in an island, as `cargo xtask examples` builds it.

use super::examples::leaves_for;
use crate::harness::{
    browser::{World, in_a_browser, until},
    engine::Engine,
    platform::{PROXY_PATH, target},
    scenario::scenarios,
};
use paddle_magic_links_demo::STAND_IN_SANDBOX;
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use std::process::Stdio;
use thirtyfour::By;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

/// The example's server on a free port, with the stand-in as Paddle.
async fn island(world: &World) -> (Child, String) {
    let stand_in = world.platform.stand_in().origin(Environment::Sandbox);
    let mut process = Command::new(target().join("debug/islands-example"))
        .env("LEPTOS_OUTPUT_NAME", "islands-example")
        .env("LEPTOS_SITE_ROOT", target().join("examples/islands"))
        .env("LEPTOS_SITE_ADDR", "127.0.0.1:0")
        .env("PADDLE_SANDBOX_API", stand_in)
        .env("PADDLE_SANDBOX_USER_API_KEY", STAND_IN_SANDBOX)
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let page = lines.next_line().await.unwrap().expect("the example prints its address");
    (process, page)
}

async fn badge(world: &World) -> String {
    let text = "return document.querySelector('.pml-badge')?.textContent ?? 'none'";
    world.browser.run(text).await.as_str().unwrap().to_owned()
}

async fn send_one(world: &World) {
    world.browser.driver.find(By::Id("sent")).await.unwrap().click().await.unwrap();
}

async fn an_island_jumps_and_a_new_badge_keeps_the_jump(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let (_process, page) = island(world).await;
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
