//! The dashboard in a new tab.

use crate::harness::{
    browser::{World, in_a_browser, until},
    element::{error, is_live, open, press, seen},
    engine::Engine,
    platform::PROXY_PATH,
    scenario::scenarios,
};
use paddle_magic_links_demo::SimulatedFault;
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use serde_json::Value;

const TARGET: RedirectTarget = RedirectTarget::PayoutSettings;
const ELEMENT: &str =
    "<paddle-magic-links endpoint=ENDPOINT DASHBOARDS target=_blank></paddle-magic-links>";
/// What pages see of a popup blocker.
const BLOCKER: &str = "window.open = () => null";

async fn status(world: &World) -> Value {
    world.browser.run("return inside('[role=status]').textContent").await
}

async fn opens(engine: Engine, referrer_policy: Option<&'static str>) {
    in_a_browser(engine, referrer_policy, async |world| {
        open(world, "", ELEMENT, "").await;
        is_live(world).await;
        let label = "return inside('[data-redirect] .pml-label').textContent";
        assert_eq!(world.browser.run(label).await, "Overview (new tab)");
        let page = world.browser.driver.window().await.unwrap();

        world.browser.relay.hold(PROXY_PATH);
        press(world, TARGET).await;
        let tab = world.browser.new_tab().await;
        world.browser.switch_to(&tab).await;
        assert_eq!(world.browser.driver.title().await.unwrap(), "Opening Paddle…");
        assert_eq!(world.browser.text("body").await, "Opening Paddle…");
        world.browser.switch_to(&page).await;
        assert_eq!(status(world).await, "Opening Payout settings in Paddle live…");
        world.browser.relay.release();

        world.browser.switch_to(&tab).await;
        world.lands_on(Environment::Live, TARGET).await;
        assert_eq!(world.browser.run("return window.opener").await, Value::Null);
        world.browser.switch_to(&page).await;
        assert_eq!(status(world).await, "Payout settings opened in a new tab.");
        assert_eq!((world.platform.sessions_made(), world.platform.visits()), (1, 1));
        assert_eq!(world.browser.tabs().await.len(), 2);

        // Under some drivers, a page does not get this event when its tab is shown again.
        for _ in 0..2 {
            world
                .browser
                .run("document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))")
                .await;
        }
        let told = seen(world).await;
        let returns = told.as_array().unwrap().iter().filter(|news| news[0] == "return").count();
        assert_eq!(returns, 1, "{told}");
        assert_eq!(status(world).await, "Payout settings opened in a new tab.");
    })
    .await;
}

async fn it_opens_in_the_click_and_goes_to_paddle_without_an_opener(engine: Engine) {
    opens(engine, None).await;
}

async fn it_shows_the_pages_domain_under_no_referrer(engine: Engine) {
    opens(engine, Some("no-referrer")).await;
}

async fn it_closes_on_failure_and_the_next_click_lands(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        open(world, "", ELEMENT, "").await;
        is_live(world).await;
        world.platform.demo.simulate(Some(SimulatedFault::SignedOut));
        press(world, TARGET).await;
        assert!(error(world).await.contains("session has expired"));
        until("the tab is closed", async || world.browser.tabs().await.len() == 1).await;
        world.platform.demo.simulate(None);
        press(world, TARGET).await;
        let tab = world.browser.new_tab().await;
        world.browser.switch_to(&tab).await;
        world.lands_on(Environment::Live, TARGET).await;
    })
    .await;
}

async fn closing_it_cancels_the_jump(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        open(world, "", ELEMENT, "").await;
        is_live(world).await;
        let page = world.browser.driver.window().await.unwrap();
        world.browser.relay.hold(PROXY_PATH);
        press(world, TARGET).await;
        let tab = world.browser.new_tab().await;
        world.browser.switch_to(&tab).await;
        world.browser.driver.close_window().await.unwrap();
        world.browser.switch_to(&page).await;
        world.browser.relay.release();
        until("the widget is idle", async || status(world).await == "").await;
        assert_eq!(world.browser.run("return inside('[role=alert]').textContent").await, "");
        assert_eq!((world.browser.tabs().await.len(), world.platform.visits()), (1, 0));
    })
    .await;
}

async fn leaving_removing_and_aborting_close_it(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        for script in [
            "document.querySelector('paddle-magic-links').remove()",
            "document.querySelector('paddle-magic-links').abort()",
            "location.assign('/')",
        ] {
            open(world, "", ELEMENT, "").await;
            is_live(world).await;
            world.browser.relay.hold(PROXY_PATH);
            press(world, TARGET).await;
            world.browser.new_tab().await;
            world.browser.run(script).await;
            until(script, async || world.browser.tabs().await.len() == 1).await;
            world.browser.relay.release();
        }
        assert_eq!(world.platform.visits(), 0);
    })
    .await;
}

async fn a_blocked_tab_is_reported_and_this_tab_is_offered(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        open(world, "", ELEMENT, BLOCKER).await;
        is_live(world).await;
        assert_eq!(world.browser.run("return inside('.pml-here').checkVisibility()").await, false);
        press(world, TARGET).await;
        assert!(error(world).await.contains("blocked the new tab"));
        assert_eq!(world.platform.sessions_made(), 0, "nothing was asked for in vain");
        assert_eq!(seen(world).await[0][1]["code"], "tab_blocked");
        world.browser.relay.hold(PROXY_PATH);
        world.browser.run("inside('.pml-here').focus(); inside('.pml-here').click()").await;
        let focused = "return document.querySelector('paddle-magic-links').shadowRoot
            .activeElement.textContent";
        assert_eq!(world.browser.run(focused).await, "Open in this tab");
        world.browser.relay.release();
        world.lands_on(Environment::Live, TARGET).await;
        assert_eq!((world.platform.sessions_made(), world.platform.visits()), (1, 1));
        assert_eq!(world.browser.tabs().await.len(), 1);
    })
    .await;
}

async fn the_browsers_own_popup_blocker_is_reported(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        // A page may start a jump without a click, but no browser opens a tab for it.
        let without_a_click = format!(
            "customElements.whenDefined('paddle-magic-links').then(() =>
                 document.querySelector('paddle-magic-links').open('{TARGET}'))"
        );
        open(world, "", ELEMENT, &without_a_click).await;
        assert!(error(world).await.contains("blocked the new tab"));
        assert_eq!((world.platform.sessions_made(), world.browser.tabs().await.len()), (0, 1));
        press(world, TARGET).await;
        let tab = world.browser.new_tab().await;
        world.browser.switch_to(&tab).await;
        world.lands_on(Environment::Live, TARGET).await;
    })
    .await;
}

scenarios! {
    it_opens_in_the_click_and_goes_to_paddle_without_an_opener;
    it_shows_the_pages_domain_under_no_referrer;
    it_closes_on_failure_and_the_next_click_lands;
    closing_it_cancels_the_jump;
    leaving_removing_and_aborting_close_it;
    a_blocked_tab_is_reported_and_this_tab_is_offered;
    the_browsers_own_popup_blocker_is_reported,
        except WebKit: "its driver switches the blocker off";
}
