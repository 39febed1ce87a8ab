//! The wait that a refusal asks for, and the time that a response may take.

use super::replies::{case, each_is_told};
use crate::harness::{
    browser::{World, in_a_browser, until},
    element::{ELEMENT, click, error, is_live, open, tag_with},
    engine::Engine,
    platform::PROXY_PATH,
    relay_fault::RelayFault,
    scenario::scenarios,
};
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use serde_json::json;

const TARGET: RedirectTarget = RedirectTarget::RetainSettings;

async fn a_wait_is_understood_in_every_form(engine: Engine) {
    const DATE: (&str, &str) = ("date", "Sun, 22 Nov 2026 10:00:00 GMT");
    let wait = |header: &'static str, words| {
        case(429, &[("retry-after", header), DATE], "", "rate_limited", words)
    };
    each_is_told(
        engine,
        vec![
            wait("30", "Wait 30 s,"),
            wait("1", "Wait 1 s,"),
            wait("Sun, 22 Nov 2026 10:00:45 GMT", "Wait 45 s,"),
            wait("Sun, 22 Nov 2026 09:00:00 GMT", "Wait a minute"),
            wait("Sun, 22 Nov 2026 23:00:00 GMT", "Wait a minute"),
            wait("0", "Wait a minute"),
            wait("-5", "Wait a minute"),
            wait("soon", "Wait a minute"),
            wait("99999999999", "Wait a minute"),
        ],
    )
    .await;
}

async fn a_wait_counts_down_silently_for_screen_readers(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        open(world, "", ELEMENT, "").await;
        is_live(world).await;
        let (answer, ..) = case(429, &[("retry-after", "2")], "", "", "");
        world.browser.relay.spoil(PROXY_PATH, answer);
        click(world, TARGET).await;
        let told = error(world).await;
        assert_eq!(told, "Too many attempts. Wait 2 s, then try again.");
        // Only the countdown is visible, so that there is one number.
        let seen = "const said = inside('.pml-said');
            const { width, height } = said.getBoundingClientRect();
            const { clipPath } = getComputedStyle(said);
            const { seen } = inside('[role=alert]').dataset;
            const { content } = getComputedStyle(inside('[role=alert]'), '::after');
            return [width, height, clipPath, seen,
                content.includes(seen) || content.includes('attr(')]";
        for expected in ["Wait 1 s, then try again.", "You can try again now."] {
            let expected = json!([1, 1, "inset(50%)", expected, true]);
            until("a second is over", async || world.browser.run(seen).await == expected).await;
            assert_eq!(error(world).await, told);
        }
    })
    .await;
}

async fn a_missing_response_times_out(engine: Engine) {
    is_given_up(engine, async |world| world.browser.relay.hold(PROXY_PATH)).await;
}

async fn an_endless_response_times_out(engine: Engine) {
    is_given_up(engine, async |world| world.browser.relay.spoil(PROXY_PATH, RelayFault::Trickle))
        .await;
}

async fn is_given_up(engine: Engine, slow_down: impl AsyncFnOnce(&World)) {
    in_a_browser(engine, None, async |world| {
        let element = tag_with("timeout=1");
        open(world, "", &element, "").await;
        is_live(world).await;
        slow_down(world).await;
        click(world, TARGET).await;
        assert!(error(world).await.contains("took too long"));
        world.browser.relay.release();
        click(world, TARGET).await;
        world.lands_on(Environment::Live, TARGET).await;
        assert_eq!(world.platform.visits(), 1);
    })
    .await;
}

scenarios! {
    a_wait_is_understood_in_every_form;
    a_wait_counts_down_silently_for_screen_readers;
    a_missing_response_times_out;
    an_endless_response_times_out;
}
