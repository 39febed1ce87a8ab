//! The environment, chosen by the seller or set by the page.

use crate::harness::{
    browser::{in_a_browser, until},
    element::{click, is_busy, is_live, open, run, seen, set, tag_with},
    engine::Engine,
    platform::PROXY_PATH,
    scenario::scenarios,
};
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use serde_json::json;

const TARGET: RedirectTarget = RedirectTarget::Onboarding;

async fn the_environment_can_be_read_and_set_without_an_event(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let shown = "return [element.environment, element.getAttribute('environment'),
            inside('.pml-root').dataset.environment, inside(':checked').value]";
        open(world, "", &tag_with("environment=live"), "").await;
        is_live(world).await;
        assert_eq!(run(world, shown).await, json!(["live", "live", "live", "live"]));
        // The attribute sets the default.
        set(world, "element.setAttribute('environment', 'sandbox')").await;
        assert_eq!(run(world, shown).await, json!(["sandbox", "sandbox", "sandbox", "sandbox"]));
        set(world, "element.environment = 'production'").await;
        assert_eq!(run(world, shown).await, json!(["live", "sandbox", "live", "live"]));
        assert_eq!(seen(world).await, json!([]), "the page knows what it does itself");
        run(world, "inside('[value=sandbox]').click()").await;
        until("the choice", async || {
            run(world, shown).await == json!(["sandbox", "sandbox", "sandbox", "sandbox"])
        })
        .await;
        assert_eq!(
            seen(world).await,
            json!([["environment-change", { "environment": "sandbox" }]])
        );
        set(world, "element.setAttribute('environment', 'live'); window.seen = []").await;
        assert_eq!(run(world, shown).await, json!(["sandbox", "live", "sandbox", "sandbox"]));
        set(world, "element.environment = 'live'").await;
        assert_eq!(run(world, shown).await, json!(["live", "live", "live", "live"]));
        set(world, "element.environment = 'sandbox'; element.environment = null").await;
        assert_eq!(run(world, shown).await, json!(["live", "live", "live", "live"]));
        // During a jump the element shows the environment that opens.
        world.browser.relay.hold(PROXY_PATH);
        click(world, TARGET).await;
        is_busy(world).await;
        set(world, "element.environment = 'sandbox'").await;
        assert_eq!(run(world, shown).await, json!(["live", "live", "live", "live"]));
        assert_eq!(seen(world).await[0][0], "start");
        world.browser.relay.release();
        world.lands_on(Environment::Live, TARGET).await;
    })
    .await;
}

scenarios! {
    the_environment_can_be_read_and_set_without_an_event;
}
