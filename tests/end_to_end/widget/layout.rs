//! Texts have room, and nothing moves.

use crate::harness::{
    browser::{World, in_a_browser, until},
    element::{click, error, is_busy, is_live, open, tag_with},
    engine::Engine,
    platform::PROXY_PATH,
    relay_fault::RelayFault,
    scenario::scenarios,
};
use paddle_magic_links_protocol::RedirectTarget;
use serde_json::json;

const TARGET: RedirectTarget = RedirectTarget::PayoutSettings;

/// Opens a page in the pseudo-locale, whose texts are a third longer than English ones.
async fn open_long(world: &World, style: &str, form: &str) {
    let html = format!(
        "<meta name=viewport content='width=device-width'>
         <main lang=en-XA style='inline-size: 280px; {style}'><paddle-magic-links
         endpoint=ENDPOINT DASHBOARDS {form}></paddle-magic-links></main>"
    );
    open(world, "", &html, "").await;
    until("its words", async || {
        world.browser.run("return inside('.pml-root')?.lang ?? ''").await == "en-XA"
    })
    .await;
    is_live(world).await;
}

async fn has_room(world: &World, state: &str) {
    let overflowing =
        "const { left, right } = document.querySelector('main').getBoundingClientRect();
        return [...inside('.pml-root').querySelectorAll('*')].filter(found => {
            const box = found.getBoundingClientRect();
            const hidden = getComputedStyle(found).clipPath !== 'none';
            return box.width && !hidden && (box.left < left - 1 || box.right > right + 1
                || found.clientWidth > 0 && (found.scrollWidth > found.clientWidth + 1
                    || found.scrollHeight > found.clientHeight + 1));
        }).map(found => found.className)";
    assert_eq!(world.browser.run(overflowing).await, json!([]), "{state}");
}

async fn no_text_overflows_at_320_pixels(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        for (what, style) in [
            ("enlarged", "font-size: 200%"),
            // https://www.w3.org/WAI/WCAG22/Understanding/text-spacing
            ("spaced", "letter-spacing: 0.12em; word-spacing: 0.16em; line-height: 1.5"),
        ] {
            for form in ["", "compact", "target=_blank"] {
                open_long(world, style, form).await;
                has_room(world, &format!("{what} {form}")).await;
                world.browser.relay.spoil(PROXY_PATH, RelayFault::NotFound);
                click(world, TARGET).await;
                error(world).await;
                has_room(world, &format!("{what} {form}, error")).await;
                world.browser.relay.release();
            }
        }
        let spacing = "return getComputedStyle(inside('.pml-label')).letterSpacing";
        assert_ne!(world.browser.run(spacing).await, "normal", "the page's spacing reaches it");
    })
    .await;
}

async fn nothing_moves_when_a_jump_begins(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        for form in ["", "compact"] {
            let element = tag_with(form);
            open(world, "", &element, "").await;
            is_live(world).await;
            let places = "return JSON.stringify([document.querySelector('paddle-magic-links'),
                    ...inside('.pml-root').querySelectorAll('button, label, .pml-label, .pml-hint')]
                .map(found => found.getBoundingClientRect()))";
            let before = world.browser.run(places).await;
            world.browser.relay.hold(PROXY_PATH);
            click(world, TARGET).await;
            is_busy(world).await;
            let turns = "return inside('[aria-busy]').getAnimations({ subtree: true }).length > 0";
            assert_eq!(world.browser.run(turns).await, true);
            assert_eq!(world.browser.run(places).await, before, "{form}");
            // Otherwise the window would leave for Paddle while the next page loads.
            world.browser.run("document.querySelector('paddle-magic-links').abort()").await;
            world.browser.relay.release();
        }
    })
    .await;
}

scenarios! {
    no_text_overflows_at_320_pixels;
    nothing_moves_when_a_jump_begins;
}
