//! Before a click nothing is requested, and a click makes one jump.

use crate::harness::{
    browser::{World, in_a_browser, until},
    engine::Engine,
    platform::PROXY_PATH,
    scenario::scenarios,
};
use hyper::Method;
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use serde_json::json;
use thirtyfour::{By, Key};

const TARGET: RedirectTarget = RedirectTarget::PayoutSettings;

async fn no_code_is_requested_before_a_click(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let button = world.browser.button(TARGET).await;
        world
            .browser
            .driver
            .action_chain()
            .move_to_element_center(&button)
            .perform()
            .await
            .unwrap();
        button.focus().await.unwrap();
        world.browser.choose(Environment::Sandbox).await;
        world.browser.choose(Environment::Live).await;
        let asked = || world.browser.relay.asked(PROXY_PATH);
        // Earlier requests of the page come before this one.
        world.browser.run(&format!("await fetch('{PROXY_PATH}')")).await;
        assert_eq!(asked(), [Method::GET]);
        // A late request would have arrived by the end of the jump, which makes one itself.
        world.browser.click(TARGET).await;
        only_one_jump(world).await;
        assert_eq!(asked(), [Method::GET, Method::POST]);
    })
    .await;
}

async fn hover_and_focus_preconnect_and_request_no_code(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let button = world.browser.button(TARGET).await;
        world
            .browser
            .run(
                "window.connected = [];
                 new MutationObserver(changes => {
                     for (const { addedNodes } of changes) for (const { rel, href } of addedNodes) {
                         if (rel === 'preconnect') connected.push(new URL(href).origin);
                     }
                 }).observe(document, { childList: true, subtree: true })",
            )
            .await;
        let origin = |environment| world.platform.stand_in().origin(environment);
        let connects_to = async |sign: &str, environment| {
            until(sign, async || {
                let last = world.browser.run("return connected.splice(0).at(-1) ?? null").await;
                last == origin(environment)
            })
            .await;
        };
        let mouse = world.browser.driver.action_chain();
        mouse.move_to_element_center(&button).perform().await.unwrap();
        connects_to("the pointer over it", Environment::Live).await;
        world.browser.choose(Environment::Sandbox).await;
        connects_to("another choice", Environment::Sandbox).await;
        button.focus().await.unwrap();
        connects_to("the focus on it", Environment::Sandbox).await;
        let left = "return document.querySelectorAll('[rel=preconnect]').length";
        assert_eq!(world.browser.run(left).await, 0);
        assert_eq!(world.platform.sessions_made(), 0);
    })
    .await;
}

async fn a_double_click_makes_one_jump(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let button = world.browser.button(TARGET).await;
        world.browser.driver.action_chain().double_click_element(&button).perform().await.unwrap();
        only_one_jump(world).await;
    })
    .await;
}

const CANT_HOLD: &str = "its driver can't hold a key down";

async fn holding_enter_makes_one_jump(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        world.browser.button(TARGET).await.focus().await.unwrap();
        let press = |repeat: bool| {
            let text = "\r";
            let event = json!({
                "type": "keyDown", "key": "Enter", "code": "Enter", "text": text,
                "windowsVirtualKeyCode": 13, "autoRepeat": repeat,
            });
            world.browser.devtools("Input.dispatchKeyEvent", event)
        };
        // The refusal comes fast, so a repeated Enter would find the widget ready again.
        world.platform.stop().await;
        press(false).await;
        world.browser.error().await;
        let refused = world.browser.text("[role=alert]").await;
        world.platform.restart().await;
        for _ in 0..20 {
            press(true).await;
        }
        assert_eq!(world.browser.text("[role=alert]").await, refused);
        assert_eq!(world.platform.sessions_made(), 0);
        // After a release, Enter activates again.
        let release = json!({ "type": "keyUp", "key": "Enter", "windowsVirtualKeyCode": 13 });
        world.browser.devtools("Input.dispatchKeyEvent", release).await;
        press(false).await;
        for _ in 0..20 {
            press(true).await;
        }
        only_one_jump(world).await;
    })
    .await;
}

async fn a_click_during_a_jump_changes_nothing(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        world.browser.relay.hold(PROXY_PATH);
        world.browser.click(TARGET).await;
        until("the button works on it", async || {
            world.browser.driver.find(By::Css("[aria-busy]")).await.is_ok()
        })
        .await;
        world.browser.click(RedirectTarget::Overview).await;
        world.browser.button(RedirectTarget::Onboarding).await.send_keys(Key::Enter).await.unwrap();
        world.browser.choose(Environment::Sandbox).await;
        // Screen readers get it at once; it is shown later.
        let status = "return document.querySelector('[role=status]').textContent.trim()";
        assert_eq!(world.browser.run(status).await, "Opening Payout settings in Paddle live…");
        world.browser.relay.release();
        only_one_jump(world).await;
    })
    .await;
}

async fn only_one_jump(world: &World) {
    world.lands_on(Environment::Live, TARGET).await;
    let platform = &world.platform;
    assert_eq!(
        (platform.sessions_made(), platform.sessions_opened(), platform.visits()),
        (1, 1, 1)
    );
}

scenarios! {
    no_code_is_requested_before_a_click;
    hover_and_focus_preconnect_and_request_no_code;
    a_double_click_makes_one_jump;
    holding_enter_makes_one_jump,
        except Firefox: CANT_HOLD, except WebKit: CANT_HOLD;
    a_click_during_a_jump_changes_nothing;
}
