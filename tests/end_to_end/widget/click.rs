//! The way of a click when all goes well.

use crate::harness::{
    browser::{World, in_a_browser, until},
    engine::Engine,
    platform::PROXY_PATH,
    scenario::scenarios,
};
use hyper::Method;
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use serde_json::{Value, json};
use thirtyfour::{By, Key};

const TARGET: RedirectTarget = RedirectTarget::PayoutSettings;

async fn every_button_lands_where_it_says(world: &World) {
    for environment in Environment::ALL {
        for target in RedirectTarget::ALL {
            world.open_page().await;
            world.browser.choose(environment).await;
            world.browser.click(target).await;
            world.lands_on(environment, target).await;
        }
    }
    assert_eq!((world.platform.sessions_made(), world.platform.sessions_opened()), (8, 8));
}

async fn every_button_lands_in_both_environments(engine: Engine) {
    in_a_browser(engine, None, every_button_lands_where_it_says).await;
}

async fn every_button_lands_under_no_referrer(engine: Engine) {
    in_a_browser(engine, Some("no-referrer"), every_button_lands_where_it_says).await;
}

async fn every_button_lands_under_same_origin(engine: Engine) {
    in_a_browser(engine, Some("same-origin"), every_button_lands_where_it_says).await;
}

async fn a_plain_navigation_under_no_referrer_sends_no_referer(engine: Engine) {
    in_a_browser(engine, Some("no-referrer"), async |world| {
        let login = format!(
            "{}/magic-sessions/login?code=x",
            world.platform.stand_in().origin(Environment::Live)
        );
        world.browser.run(&format!("location.assign({login:?})")).await;
        until("the visit", async || world.platform.visits() == 1).await;
        let landings = world.platform.stand_in().environment(Environment::Live).landings();
        assert_eq!(landings[0].referer_domain, None);
    })
    .await;
}

async fn a_link_without_a_redirect_opens_the_overview(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let origin = world.platform.stand_in().origin(Environment::Live);
        // In a script of the page's own: in Firefox the driver's has no Referer to show.
        let script = format!(
            "fetch('{PROXY_PATH}', {{
                 method: 'POST',
                 headers: {{'content-type': 'application/json', 'x-paddle-magic-links': '1'}},
                 body: JSON.stringify({{environment: 'live'}}),
             }}).then(answer => answer.json()).then(({{data}}) => {{
                 location.assign('{origin}/magic-sessions/login?code=' + data.code)
             }})"
        );
        let append = format!("document.body.append(Object.assign(document.createElement('script'), {{ text: {script:?} }}))");
        world.browser.run(&append).await;
        world.lands_on(Environment::Live, RedirectTarget::Overview).await;
    })
    .await;
}

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
        // Whatever the page has asked for so far comes before this.
        world.browser.run(&format!("await fetch('{PROXY_PATH}')")).await;
        assert_eq!(asked(), [Method::GET]);
        // What was still on its way would be here by the end of a click, which asks once.
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
        // A refusal comes fast, so that a repetition would find the widget ready again.
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
        // Let go and pressed again, it is another activation.
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
        // Heard, and not seen yet.
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
        // A page with such a listener is not kept.
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

scenarios! {
    every_button_lands_in_both_environments;
    every_button_lands_under_no_referrer;
    every_button_lands_under_same_origin;
    a_plain_navigation_under_no_referrer_sends_no_referer;
    a_link_without_a_redirect_opens_the_overview;
    no_code_is_requested_before_a_click;
    hover_and_focus_preconnect_and_request_no_code;
    a_double_click_makes_one_jump;
    holding_enter_makes_one_jump,
        except Firefox: CANT_HOLD, except WebKit: CANT_HOLD;
    a_click_during_a_jump_changes_nothing;
    after_back_from_the_bfcache_the_widget_is_ready,
        except Firefox: "geckodriver keeps no page for the way back";
    after_back_with_a_reload_the_widget_is_ready,
        except WebKit: "it keeps every page for the way back";
}
