//! A page that fetches the code by itself.

use crate::harness::{
    browser::{in_a_browser, until},
    element::{ELEMENT, STRICT, click, error, is_live, open, run, seen},
    engine::Engine,
    scenario::scenarios,
};
use paddle_magic_links_protocol::RedirectTarget;

const TARGET: RedirectTarget = RedirectTarget::Onboarding;

async fn a_failing_fetch_session_is_reported(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let script = "addEventListener('DOMContentLoaded', () => {
            document.querySelector('paddle-magic-links').fetchSession = async ({ redirect, signal }) => {
                if (!(signal instanceof AbortSignal)) throw new Error('no signal');
                throw Object.assign(new Error('no'), { code: 'step_up_required' });
            };
        })";
        open(world, STRICT, "<paddle-magic-links></paddle-magic-links>", script).await;
        is_live(world).await;
        click(world, TARGET).await;
        assert!(error(world).await.contains("Confirm that it's you"));
        let seen = seen(world).await;
        assert_eq!(seen[1][0], "error");
        assert_eq!(seen[1][1]["code"], "step_up_required");
        assert_eq!(seen[1][1]["recoverable"], true);
    })
    .await;
}

async fn only_an_unwanted_fetch_session_is_aborted(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let script = "addEventListener('DOMContentLoaded', () => {
            window.signals = [];
            document.querySelector('paddle-magic-links').fetchSession = async ({ signal }) => {
                signals.push(signal);
                return window.answer ?? { code: 'not-a-real-code' };
            };
            HTMLAnchorElement.prototype.click = () => { window.went = true };
        })";
        open(world, "", ELEMENT, script).await;
        is_live(world).await;
        click(world, TARGET).await;
        until("the window would leave", async || {
            world.browser.run("return window.went").await == true
        })
        .await;
        assert_eq!(run(world, "return signals[0].aborted").await, false);
        run(world, "element.abort(); window.answer = new Promise(() => {})").await;
        assert_eq!(run(world, "return signals[0].aborted").await, false);
        click(world, TARGET).await;
        until("it is asked", async || run(world, "return signals.length").await == 2).await;
        run(world, "element.abort()").await;
        assert_eq!(run(world, "return signals[1].aborted").await, true);
    })
    .await;
}

scenarios! {
    a_failing_fetch_session_is_reported;
    only_an_unwanted_fetch_session_is_aborted;
}
