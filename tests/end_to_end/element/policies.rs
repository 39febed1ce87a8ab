//! The element under the page's content security policy.

use crate::harness::{
    browser::in_a_browser,
    element::{ELEMENT, STRICT, click, error, is_busy, is_live, open},
    engine::Engine,
    platform::PROXY_PATH,
    relay_fault::RelayFault,
    scenario::scenarios,
};
use bytes::Bytes;
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use serde_json::json;

const TRUSTED_TYPES: &str = "require-trusted-types-for 'script'";
const TARGET: RedirectTarget = RedirectTarget::PayoutSettings;

async fn it_works_under(engine: Engine, policy: &str) {
    in_a_browser(engine, None, async |world| {
        let violates_nothing = async || {
            assert_eq!(world.browser.run("return violations").await, json!([]));
        };
        open(world, policy, ELEMENT, "").await;
        is_live(world).await;
        violates_nothing().await;
        // It connects to the dashboard ahead.
        world.browser.run("inside('[data-redirect]').focus()").await;
        // The sandbox, a jump under way and a failure each have styles of their own.
        world.browser.run("inside('[value=sandbox]').click()").await;
        world.browser.relay.hold(PROXY_PATH);
        click(world, TARGET).await;
        is_busy(world).await;
        violates_nothing().await;
        let headers = vec![("retry-after", "30")];
        let busy = RelayFault::Instead { status: 429, headers, body: Bytes::new() };
        world.browser.relay.spoil(PROXY_PATH, busy);
        world.browser.relay.resume();
        error(world).await;
        violates_nothing().await;
        world.browser.relay.release();
        click(world, TARGET).await;
        world.lands_on(Environment::Sandbox, TARGET).await;
    })
    .await;
}

async fn it_never_violates_a_strict_policy(engine: Engine) {
    it_works_under(engine, STRICT).await;
}

async fn it_works_with_enforced_trusted_types(engine: Engine) {
    it_works_under(engine, TRUSTED_TYPES).await;
}

scenarios! {
    it_never_violates_a_strict_policy;
    it_works_with_enforced_trusted_types;
}
