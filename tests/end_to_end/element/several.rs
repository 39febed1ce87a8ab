//! Several elements in one page.

use super::pages::lands;
use crate::harness::{
    browser::{in_a_browser, until},
    element::{ELEMENT, click, error, has_placeholder, is_live, open},
    engine::Engine,
    platform::{PROXY_PATH, WASM},
    scenario::scenarios,
};
use paddle_magic_links_protocol::{Environment, RedirectTarget};

const TARGET: RedirectTarget = RedirectTarget::Onboarding;

async fn each_element_of_a_page_has_its_own_settings(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let pair = format!("<paddle-magic-links redirects=overview></paddle-magic-links>{ELEMENT}");
        open(world, "", &pair, "").await;
        is_live(world).await;
        click(world, RedirectTarget::Overview).await;
        assert!(error(world).await.contains("isn't set up"));
        assert_eq!(
            world.browser.run("return document.querySelectorAll(':state(error)').length").await,
            1
        );
        let second =
            "window.inside = selector => document.querySelectorAll('paddle-magic-links')[1]
            .shadowRoot.querySelector(selector)";
        world.browser.run(second).await;
        lands(world).await;
    })
    .await;
}

/// Clicks the same button of every element, in one task.
const PRESS_ALL: &str = "for (const element of document.querySelectorAll('paddle-magic-links')) {
        element.shadowRoot.querySelector('[data-redirect=onboarding]').click();
    }";

async fn two_pressed_at_once_make_one_jump(engine: Engine) {
    for early in [false, true] {
        in_a_browser(engine, None, async |world| {
            if early {
                world.browser.relay.hold(&WASM);
            }
            open(world, "", &ELEMENT.repeat(2), "").await;
            if early {
                has_placeholder(world).await;
            } else {
                is_live(world).await;
            }
            world.browser.run(PRESS_ALL).await;
            world.browser.relay.release();
            world.lands_on(Environment::Live, TARGET).await;
            assert_eq!((world.platform.sessions_made(), world.platform.visits()), (1, 1));
        })
        .await;
    }
}

async fn one_works_again_after_the_others_jump_has_ended(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        for over in ["abort()", "remove()"] {
            world.browser.relay.hold(PROXY_PATH);
            open(world, "", &ELEMENT.repeat(2), "").await;
            is_live(world).await;
            world.browser.run(PRESS_ALL).await;
            let first = "document.querySelector('paddle-magic-links')";
            until("the first is busy", async || {
                world.browser.run("return !!inside('[aria-busy]')").await == true
            })
            .await;
            world.browser.run(&format!("{first}.{over}")).await;
            world.browser.relay.release();
            let second = "return [...document.querySelectorAll('paddle-magic-links')].at(-1)
                .shadowRoot.querySelector('[data-redirect=onboarding]').click()";
            world.browser.run(second).await;
            world.lands_on(Environment::Live, TARGET).await;
        }
    })
    .await;
}

scenarios! {
    each_element_of_a_page_has_its_own_settings;
    two_pressed_at_once_make_one_jump;
    one_works_again_after_the_others_jump_has_ended;
}
