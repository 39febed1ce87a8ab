//! Which styles of the page reach the element, and which don't.

use crate::harness::{
    browser::in_a_browser,
    element::{ELEMENT, click, error, has_placeholder, is_live, open, tag_with},
    engine::Engine,
    platform::{PROXY_PATH, WASM},
    relay_fault::RelayFault,
    scenario::scenarios,
};
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use serde_json::{Value, json};

const TARGET: RedirectTarget = RedirectTarget::PayoutSettings;

async fn a_page_can_hide_it_like_any_other_element(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let styles = "<style>
            .d-none { display: none }
            :not(.active) > .panel { display: none }
            .important { display: none !important }
        </style>";
        open(world, "", &format!("{styles}<div>{ELEMENT}</div>"), "").await;
        is_live(world).await;
        let display =
            "return getComputedStyle(document.querySelector('paddle-magic-links')).display";
        assert_eq!(world.browser.run(display).await, "block");
        for (attribute, value) in [
            ("hidden", ""),
            ("class", "d-none"),
            ("class", "panel"),
            ("class", "important"),
            ("style", "display: none"),
            ("style", "display: none !important"),
        ] {
            let set = format!(
                "const element = document.querySelector('paddle-magic-links');
                 element.setAttribute('{attribute}', '{value}');
                 const hidden = !element.checkVisibility() && !element.offsetHeight;
                 element.removeAttribute('{attribute}');
                 return [hidden, element.checkVisibility()]"
            );
            assert_eq!(world.browser.run(&set).await, json!([true, true]), "{attribute}={value}");
        }
        world
            .browser
            .run("document.querySelector('paddle-magic-links').style.display = 'flex'")
            .await;
        assert_eq!(world.browser.run(display).await, "flex", "its box is the page's");
    })
    .await;
}

async fn the_pages_styles_do_not_reach_into_it(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let hostile =
            "<style>html { font-size: 62.5% } * { all: unset } button, label, p { display: none !important }</style>";
        open(world, "", &format!("{hostile}{ELEMENT}"), "").await;
        is_live(world).await;
        let visible = "return [...document.querySelector('paddle-magic-links').shadowRoot
            .querySelectorAll('label, button')].filter(element => element.checkVisibility()
                && element.getBoundingClientRect().height >= 44).length";
        assert_eq!(world.browser.run(visible).await, 6);
        click(world, TARGET).await;
        world.lands_on(Environment::Live, TARGET).await;
    })
    .await;
}

async fn inherited_styles_and_custom_properties_change_nothing(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let looks = "const animations = inside('.pml-root').getAnimations({ subtree: true });
            for (const animation of animations) animation.finish();
            return [...inside('.pml-root').querySelectorAll('*')].map(found => {
            const style = getComputedStyle(found);
            const { left, top, width, height } = found.getBoundingClientRect();
            return [found.className, left, top, width, height, style.color, style.backgroundColor,
                style.borderTopColor, style.whiteSpace, style.textTransform].join();
        })";
        for form in ["", "compact"] {
            let element = tag_with(form);
            open(world, "", &format!("<main style='inline-size: 20rem'>{element}</main>"), "")
                .await;
            is_live(world).await;
            let answer = RelayFault::status(401);
            world.browser.relay.spoil(PROXY_PATH, answer);
            click(world, TARGET).await;
            error(world).await;
            let before = world.browser.run(looks).await;
            // Sets every custom property that its stylesheets name, and what toolbars and headings often set.
            let leak = "const { style } = document.documentElement;
                const rules = [...inside('.pml-root').getRootNode().adoptedStyleSheets]
                    .flatMap(sheet => [...sheet.cssRules]);
                const names = rules.flatMap(({ cssText }) => cssText.match(/--_[a-z-]+/g) ?? []);
                for (const name of ['--_gap', ...names]) style.setProperty(name, '3rem');
                Object.assign(style,
                    { whiteSpace: 'nowrap', textTransform: 'uppercase', textIndent: '3rem' });
                return new Set(names).size > 5";
            assert_eq!(world.browser.run(leak).await, true);
            let after = world.browser.run(looks).await;
            for (after, before) in after.as_array().unwrap().iter().zip(before.as_array().unwrap())
            {
                assert_eq!(after, before, "{form}");
            }
            world.browser.relay.release();
        }
    })
    .await;
}

/// Removes CSS that browsers of a few years ago do not know.
const OLD: &str = "
    const replaceSync = CSSStyleSheet.prototype.replaceSync;
    CSSStyleSheet.prototype.replaceSync = function (text) {
        return replaceSync.call(this, text.replaceAll('light-dark(', 'no-light-dark(')
            .replaceAll(':has(', ':no-has(').replaceAll(':dir(', ':no-dir('));
    };
";

async fn it_is_usable_without_newer_css(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let script = format!(
            "{OLD} addEventListener('DOMContentLoaded', () => {{
                document.querySelector('paddle-magic-links').redirects = [
                    {{ redirect: 'onboarding', primary: true, badge: '2' }}, 'payout_settings',
                ];
            }})"
        );
        for scheme in ["light", "dark"] {
            let html = format!("<main style='color-scheme: {scheme}'>{ELEMENT}</main>");
            open(world, "", &html, &script).await;
            is_live(world).await;
            let looks = "const look = selector => getComputedStyle(inside(selector));
                const button = look('[data-redirect=payout_settings]');
                const primary = look('.pml-primary');
                const radio = look('.pml-environment-name');
                return [button.borderTopStyle, radio.borderTopStyle,
                    button.color !== button.backgroundColor,
                    button.backgroundColor !== 'rgba(0, 0, 0, 0)',
                    primary.color !== primary.backgroundColor,
                    primary.backgroundColor !== 'rgba(0, 0, 0, 0)',
                    look('.pml-live-only').display]";
            let expected = json!(["solid", "solid", true, true, true, true, "none"]);
            assert_eq!(world.browser.run(looks).await, expected, "{scheme}");
        }
        world.browser.run("document.querySelector('paddle-magic-links').disabled = true").await;
        let locked =
            "return getComputedStyle(inside('[data-redirect=payout_settings]')).borderTopStyle";
        assert_eq!(world.browser.run(locked).await, "dashed");
    })
    .await;
}

async fn the_placeholder_shows_focus_and_direction(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        // All in one page: a second one may take the wasm from the browser's cache, past the relay.
        world.browser.relay.hold(&WASM);
        open(world, "", ELEMENT, "").await;
        has_placeholder(world).await;
        let ring = "inside('[value=live]').focus({ focusVisible: true });
            return [inside(':focus-visible')?.value,
                getComputedStyle(inside('[value=live] + .pml-environment-name')).outlineStyle]";
        assert_eq!(world.browser.run(ring).await, json!(["live", "solid"]));
        let arrow = "const { transform } = getComputedStyle(inside('.pml-redirect'), '::after');
            return new DOMMatrix(transform).a > 0";
        assert_eq!(world.browser.run(arrow).await, true);
        world.browser.run("document.documentElement.dir = 'rtl'").await;
        assert_eq!(world.browser.run(arrow).await, false);
        assert_eq!(world.browser.run("return inside('[role=alert]')").await, Value::Null);
        world.browser.relay.release();
    })
    .await;
}

scenarios! {
    a_page_can_hide_it_like_any_other_element;
    the_pages_styles_do_not_reach_into_it;
    inherited_styles_and_custom_properties_change_nothing;
    it_is_usable_without_newer_css;
    the_placeholder_shows_focus_and_direction;
}
