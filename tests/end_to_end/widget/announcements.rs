//! What a screen reader announces without being asked.

use crate::harness::{
    browser::{World, in_a_browser, until},
    element::{ELEMENT, error, is_live, open, press, seen, tag_with},
    engine::Engine,
    platform::PROXY_PATH,
    relay_fault::RelayFault,
    scenario::scenarios,
};
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use serde_json::{Value, json};

const TARGET: RedirectTarget = RedirectTarget::PayoutSettings;

/// Records announcements, across the pages of a tab.
const LISTEN: &str = "
    window.announced = () => JSON.parse(sessionStorage.getItem('announced') ?? '[]');
    addEventListener('DOMContentLoaded', async () => {
        await customElements.whenDefined('paddle-magic-links');
        new MutationObserver(mutations => {
            const regions = mutations.map(({ target }) =>
                (target.closest ? target : target.parentElement)?.closest('[role=status], [role=alert]'));
            for (const region of new Set(regions)) {
                if (!region?.textContent) continue;
                const all = [...announced(), region.textContent];
                sessionStorage.setItem('announced', JSON.stringify(all));
            }
        }).observe(document.querySelector('paddle-magic-links').shadowRoot,
            { childList: true, subtree: true, characterData: true });
    });
";

const OPENING: &str = "Opening Payout settings in Paddle live…";

async fn announced(world: &World) -> Value {
    world.browser.run("return announced()").await
}

async fn each_step_of_a_jump_is_announced_in_order(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        open(world, "", ELEMENT, LISTEN).await;
        is_live(world).await;
        assert_eq!(announced(world).await, json!([]), "nobody has done anything");
        world.browser.relay.spoil(PROXY_PATH, RelayFault::NotFound);
        press(world, TARGET).await;
        let failure = error(world).await;
        assert_eq!(failure, "This page isn't set up to open Paddle. Contact this site's support.");
        assert_eq!(announced(world).await, json!([OPENING, failure]));

        world.browser.relay.release();
        press(world, TARGET).await;
        world.lands_on(Environment::Live, TARGET).await;
        world.browser.driver.back().await.unwrap();
        is_live(world).await;
        let empty = "return [...document.querySelector('paddle-magic-links').shadowRoot
            .querySelectorAll('[role=status], [role=alert]')].map(region => region.textContent)";
        let all_empty = async || {
            let texts = world.browser.run(empty).await;
            texts.as_array().unwrap().iter().all(|text| text == "")
        };
        until("nothing is left of the jump", all_empty).await;
        assert_eq!(
            announced(world).await,
            json!([OPENING, failure, OPENING]),
            "a return is silent"
        );

        press(world, TARGET).await;
        world.lands_on(Environment::Live, TARGET).await;
        world.browser.driver.back().await.unwrap();
        is_live(world).await;
        assert_eq!(announced(world).await, json!([OPENING, failure, OPENING, OPENING]));
    })
    .await;
}

async fn opening_in_a_new_tab_is_announced(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let element = tag_with("target=_blank");
        open(world, "", &element, LISTEN).await;
        is_live(world).await;
        press(world, TARGET).await;
        until("it is told", async || {
            seen(world).await.to_string().contains("navigate")
                && announced(world).await.as_array().is_some_and(|texts| texts.len() == 2)
        })
        .await;
        assert_eq!(
            announced(world).await,
            json!([OPENING, "Payout settings opened in a new tab."])
        );
    })
    .await;
}

async fn an_idle_widget_has_one_status_and_one_alert_region(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        open(world, "", ELEMENT, "").await;
        is_live(world).await;
        let regions = "return [...inside('.pml-root')
            .querySelectorAll('[aria-live], [role=status], [role=alert]')]
            .map(region => region.getAttribute('role') + region.textContent)";
        assert_eq!(world.browser.run(regions).await, json!(["status", "alert"]));
    })
    .await;
}

scenarios! {
    each_step_of_a_jump_is_announced_in_order;
    opening_in_a_new_tab_is_announced;
    an_idle_widget_has_one_status_and_one_alert_region;
}
