//! The placeholder looks like the component that replaces it.

use crate::harness::{
    browser::{in_a_browser, until},
    element::{ELEMENT, click, is_live, open, tag_with},
    engine::Engine,
    platform::WASM,
    scenario::scenarios,
};
use paddle_magic_links_protocol::RedirectTarget;
use serde_json::json;

const TARGET: RedirectTarget = RedirectTarget::PayoutSettings;

async fn the_placeholder_shows_the_components_buttons(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        world.browser.relay.hold(&WASM);
        let script = "addEventListener('DOMContentLoaded', () => {
            const element = document.querySelector('paddle-magic-links');
            element.redirects = [
                { redirect: 'onboarding', primary: true, badge: '2 documents missing' },
                { redirect: 'payout_settings', disabled: 'Only the owner can change these' },
                { redirect: 'retain_settings', disabled: true, hint: 'Ask the owner' },
                'overview',
            ];
            element.liveOnly = 'hide';
            element.compact = true;
        })";
        open(world, "", ELEMENT, script).await;
        let shown = "
            const describe = button => [
                button.dataset.redirect, button.className, button.innerText.trim(),
                button.ariaDisabled, button.offsetHeight,
                button.getAttribute('part'),
            ].join('|');
            const { height } = document.querySelector('paddle-magic-links').getBoundingClientRect();
            const root = inside('.pml-root');
            return JSON.stringify([[...root.querySelectorAll('button')].map(describe), height])";
        until("the placeholder", async || {
            world.browser.run(shown).await.to_string().contains("2 documents missing")
        })
        .await;
        let before = world.browser.run(shown).await;
        click(world, TARGET).await;
        world.browser.relay.release();
        is_live(world).await;
        assert_eq!(world.browser.run(shown).await, before);
        assert_eq!(world.platform.sessions_made(), 0, "a locked button is not remembered");
        let visible = "return [...inside('.pml-redirects').querySelectorAll('button')]
            .filter(button => button.offsetHeight).map(button => button.dataset.redirect).join()";
        assert_eq!(
            world.browser.run(visible).await,
            "onboarding,payout_settings,retain_settings,overview"
        );
        world.browser.run("inside('[value=sandbox]').click()").await;
        until("live only", async || world.browser.run(visible).await == "retain_settings,overview")
            .await;
    })
    .await;
}

async fn the_placeholder_shows_the_components_environment(engine: Engine) {
    let cases = [
        ("", "live", "sandbox live"),
        ("environment=sandbox", "sandbox", "sandbox live"),
        ("environments=sandbox", "sandbox", ""),
        ("environments=sandbox environment=live", "sandbox", ""),
        ("environments=live environment=sandbox", "live", ""),
        ("environments=production", "live", ""),
        ("environments='sandbox production'", "live", "sandbox live"),
        ("environments='production live'", "live", ""),
        ("environment=production", "live", "sandbox live"),
        ("environment='\"]'", "live", "sandbox live"),
    ];
    let elements = cases.map(|(attributes, ..)| tag_with(attributes));
    let look_at = |at| {
        format!(
            "window.inside = selector => document.querySelectorAll('paddle-magic-links')[{at}]
                .shadowRoot?.querySelector(selector)"
        )
    };
    let shown = "const root = inside('.pml-root');
        return [root.dataset.environment,
            [...root.querySelectorAll('[type=radio]')].map(radio => radio.value).join(' ')]";
    in_a_browser(engine, None, async |world| {
        // All in one page: a second one may take the wasm from the browser's cache, past the relay.
        world.browser.relay.hold(&WASM);
        open(world, "", &elements.concat(), "").await;
        for (at, (attributes, environment, offered)) in cases.into_iter().enumerate() {
            world.browser.run(&look_at(at)).await;
            let there = "return !!inside('.pml-root')";
            until("the placeholder", async || world.browser.run(there).await == true).await;
            let expected = json!([environment, offered]);
            assert_eq!(world.browser.run(shown).await, expected, "{attributes}, before");
        }
        world.browser.relay.release();
        for (at, (attributes, environment, offered)) in cases.into_iter().enumerate() {
            world.browser.run(&look_at(at)).await;
            is_live(world).await;
            let expected = json!([environment, offered]);
            assert_eq!(world.browser.run(shown).await, expected, "{attributes}, after");
        }
    })
    .await;
}

scenarios! {
    the_placeholder_shows_the_components_buttons;
    the_placeholder_shows_the_components_environment;
}
