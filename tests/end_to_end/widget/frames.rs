//! The payments page in a frame.

use crate::harness::{
    browser::{World, in_a_browser, until},
    element,
    engine::Engine,
    platform::PROXY_PATH,
    scenario::scenarios,
};
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use thirtyfour::By;

const TARGET: RedirectTarget = RedirectTarget::PayoutSettings;

/// Opens the payments page in a frame, and switches to it.
async fn open_in_frame(world: &World, attributes: &str) {
    let html = format!(
        "<!doctype html><title>Frame</title><iframe src=/ width=900 height=700 {attributes}></iframe>"
    );
    let page = world.platform.serve_own("", &html, "");
    world.browser.driver.goto(page).await.unwrap();
    world.browser.driver.enter_frame(0).await.unwrap();
    until("the widget is in the frame", async || {
        world.browser.driver.find(By::Css("[data-redirect]")).await.is_ok()
    })
    .await;
}

async fn lands(engine: Engine, attributes: &str) {
    in_a_browser(engine, None, async |world| {
        open_in_frame(world, attributes).await;
        world.browser.click(TARGET).await;
        world.browser.driver.enter_default_frame().await.unwrap();
        world.lands_on(Environment::Live, TARGET).await;
        assert_eq!((world.platform.sessions_made(), world.platform.visits()), (1, 1));
    })
    .await;
}

async fn says_what_to_change(engine: Engine, attributes: &str) {
    in_a_browser(engine, None, async |world| {
        open_in_frame(world, attributes).await;
        world
            .browser
            .run(
                "window.complaints = [];
                 console.error = (...words) => complaints.push(words.join(' '))",
            )
            .await;
        world.browser.click(TARGET).await;
        assert!(world.browser.error().await.contains("isn't set up"));
        let complaints = element::complaints(world).await;
        assert!(complaints.contains("allow-"), "{complaints}");
        let requests = world.browser.relay.asked(PROXY_PATH).len();
        assert_eq!((requests, world.platform.visits()), (0, 0), "no code is made in vain");
    })
    .await;
}

async fn a_jump_from_a_frame_takes_the_whole_tab(engine: Engine) {
    lands(engine, "").await;
}

async fn a_jump_from_an_allowed_sandbox_takes_the_whole_tab(engine: Engine) {
    let flags = "allow-scripts allow-same-origin allow-top-navigation";
    lands(engine, &format!("sandbox='{flags}'")).await;
}

async fn a_sandbox_without_top_navigation_is_reported(engine: Engine) {
    says_what_to_change(engine, "sandbox='allow-scripts allow-same-origin'").await;
}

async fn a_sandbox_with_navigation_by_click_only_is_reported(engine: Engine) {
    let flags = "allow-scripts allow-same-origin allow-top-navigation-by-user-activation";
    says_what_to_change(engine, &format!("sandbox='{flags}'")).await;
}

async fn a_frame_without_an_origin_is_reported(engine: Engine) {
    says_what_to_change(engine, "sandbox='allow-scripts allow-top-navigation'").await;
}

async fn a_sandbox_that_also_confines_its_tabs_is_reported(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let script = "
            if (top === self) {
                const frame = document.createElement('iframe');
                frame.sandbox = 'allow-scripts allow-same-origin allow-top-navigation allow-popups';
                frame.src = location.href;
                document.addEventListener('DOMContentLoaded', () => document.body.append(frame));
            }";
        let element = element::tag_with("target=_blank");
        element::open(world, "", &element, script).await;
        world.browser.driver.enter_frame(0).await.unwrap();
        element::is_live(world).await;
        element::click(world, TARGET).await;
        assert!(element::error(world).await.contains("isn't set up"));
        let complaints = element::complaints(world).await;
        assert!(complaints.contains("allow-popups-to-escape-sandbox"), "{complaints}");
        assert_eq!((world.platform.sessions_made(), world.platform.visits()), (0, 0));
    })
    .await;
}

scenarios! {
    a_sandbox_that_also_confines_its_tabs_is_reported;
    a_jump_from_a_frame_takes_the_whole_tab;
    a_jump_from_an_allowed_sandbox_takes_the_whole_tab;
    a_sandbox_without_top_navigation_is_reported;
    a_sandbox_with_navigation_by_click_only_is_reported;
    a_frame_without_an_origin_is_reported;
}
