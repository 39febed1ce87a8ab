//! The keyboard alone is enough.

use crate::harness::{
    browser::in_a_browser, engine::Engine, platform::PROXY_PATH, relay_fault::RelayFault,
    scenario::scenarios,
};
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use thirtyfour::Key;

const TARGET: RedirectTarget = RedirectTarget::PayoutSettings;

async fn the_keyboard_alone_does_the_whole_job(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let press = async |key: char| {
            world.browser.driver.action_chain().send_keys(key.to_string()).perform().await.unwrap();
        };
        let focused = "const focused = document.activeElement;
            return focused.dataset.redirect ?? focused.value ?? ''";
        let focus = async |wanted: &str, key: Key| {
            for _ in 0..20 {
                if world.browser.run(focused).await == wanted {
                    return;
                }
                press(key.value()).await;
            }
            panic!("{wanted} can't be reached");
        };
        focus("live", Key::Tab).await;
        press(Key::Left.value()).await;
        assert_eq!(world.browser.run(focused).await, "sandbox");
        assert_eq!(world.platform.sessions_made(), 0, "to choose is not to ask");
        // WebKit does not count its driver's keys as a keyboard.
        if engine != Engine::WebKit {
            let ring = "return getComputedStyle(
                document.querySelector(':focus-visible + .pml-environment-name')).outlineStyle";
            assert_eq!(world.browser.run(ring).await, "solid");
        }
        focus(TARGET.as_str(), Key::Tab).await;

        world.browser.relay.spoil(PROXY_PATH, RelayFault::NotFound);
        press(Key::Enter.value()).await;
        world.browser.error().await;
        assert_eq!(world.browser.run(focused).await, TARGET.as_str(), "the focus stays");
        world.browser.relay.release();
        press(' ').await;
        world.lands_on(Environment::Sandbox, TARGET).await;
    })
    .await;
}

scenarios! {
    the_keyboard_alone_does_the_whole_job;
}
