//! What checkers, keyboards and screen readers find.

use crate::{
    browser::{World, in_a_browser, until},
    element::{error, is_live, open, seen},
    engine::Engine,
    platform::{PROXY_PATH, target},
    relay::Mishap,
    scenario::scenarios,
};
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use serde_json::{Value, json};
use thirtyfour::Key;

const TARGET: RedirectTarget = RedirectTarget::PayoutSettings;

/// Runs axe-core on the page as it is.
async fn check(world: &World, what: &str) {
    let axe = target().join("tools/node_modules/axe-core/axe.min.js");
    let axe = std::fs::read_to_string(axe).expect("axe-core is installed: cargo xtask setup");
    world.browser.driver.execute(&axe, vec![]).await.unwrap();
    let found = world
        .browser
        .run(
            "const { violations, passes } = await axe.run(document, {
                 runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
                 rules: { 'target-size': { enabled: true } },
             });
             if (passes.length < 10) throw new Error(`only ${passes.length} rules were applied`);
             return violations.map(({ id, nodes }) =>
                 [id, nodes.map(({ html, failureSummary }) => html + ' ' + failureSummary)])",
        )
        .await;
    assert_eq!(found, json!([]), "{what}");
}

/// Brings the widget on the page into each of its states, one after the other.
async fn each_state(world: &World, page: &str, runs: &mut usize) {
    let mut state = async |name: &str| {
        check(world, &format!("{page}, {name}")).await;
        *runs += 1;
    };
    let click = format!("inside('[data-redirect={TARGET}]').click()");
    state("idle").await;
    world.browser.relay.hold(PROXY_PATH);
    world.browser.run(&click).await;
    until("it is busy", async || {
        world.browser.run("return inside('[role=status]').textContent !== ''").await == true
    })
    .await;
    state("busy").await;
    let wait =
        Mishap::Instead { status: 429, headers: vec![("retry-after", "200")], body: "{}".into() };
    world.browser.run("document.querySelector('paddle-magic-links').abort()").await;
    world.browser.relay.release();
    world.browser.relay.spoil(PROXY_PATH, wait);
    until("it is idle", async || {
        world.browser.run("return inside('[role=status]').textContent === ''").await == true
    })
    .await;
    world.browser.run(&click).await;
    error(world).await;
    state("wait").await;
    world.browser.relay.release();
    world.browser.run("inside('[value=sandbox]').click()").await;
    state("sandbox").await;
}

async fn axe_finds_nothing_in_any_state_of_the_element(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let mut runs = 0;
        for theme in ["light", "dark"] {
            for direction in ["lang=en dir=ltr", "lang=ar dir=rtl"] {
                for form in ["", "compact", "target=_blank", "live-only=disable"] {
                    let page = format!("{theme} {direction} {form}");
                    let html = format!(
                        "<style>:root {{ color-scheme: {theme}; background: Canvas; color: CanvasText }}</style>
                         <main {direction}><h1>Payments</h1><paddle-magic-links
                         endpoint=ENDPOINT DASHBOARDS {form}></paddle-magic-links></main>"
                    );
                    let more = "addEventListener('DOMContentLoaded', () => {
                        document.querySelector('paddle-magic-links').redirects = [
                            { redirect: 'onboarding', primary: true, badge: '2 documents missing' },
                            'payout_settings',
                            { redirect: 'retain_settings', disabled: 'Only the owner' },
                            'overview',
                        ];
                        window.open = () => null;
                    })";
                    open(world, "", &html, more).await;
                    is_live(world).await;
                    if form == "target=_blank" {
                        world
                            .browser
                            .run(&format!("inside('[data-redirect={TARGET}]').click()"))
                            .await;
                        error(world).await;
                        check(world, &page).await;
                        runs += 1;
                    } else {
                        each_state(world, &page, &mut runs).await;
                    }
                }
            }
        }
        println!("{engine}: axe-core found nothing in {runs} states of the element");
    })
    .await;
}

async fn axe_finds_nothing_in_the_demo_page(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let mut runs = 0;
        for colours in ["light", "dark"] {
            for theme in ["", "theme-violet", "theme-ledger", "theme-mono"] {
                for language in ["language=en", "language=ar&direction=rtl"] {
                    let query = format!("?colours={colours}&theme={theme}&{language}");
                    world.browser.open(&format!("{}{query}", world.platform.page())).await;
                    world
                        .browser
                        .run("window.inside = document.querySelector.bind(document)")
                        .await;
                    check(world, &query).await;
                    world.browser.relay.spoil(PROXY_PATH, Mishap::NotFound);
                    world.browser.click(TARGET).await;
                    world.browser.error().await;
                    check(world, &format!("{query}, error")).await;
                    world.browser.relay.release();
                    runs += 2;
                }
            }
        }
        println!("{engine}: axe-core found nothing in {runs} states of the demo page");
    })
    .await;
}

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
        // The driver of WebKit does not count its own keys as a keyboard.
        if engine != Engine::WebKit {
            let ring = "return getComputedStyle(
                document.querySelector(':focus-visible + .pml-environment-name')).outlineStyle";
            assert_eq!(world.browser.run(ring).await, "solid");
        }
        focus(TARGET.as_str(), Key::Tab).await;

        world.browser.relay.spoil(PROXY_PATH, Mishap::NotFound);
        press(Key::Enter.value()).await;
        world.browser.error().await;
        assert_eq!(world.browser.run(focused).await, TARGET.as_str(), "the focus stays");
        world.browser.relay.release();
        press(' ').await;
        world.lands_on(Environment::Sandbox, TARGET).await;
    })
    .await;
}

/// What a screen reader has of groups, choices and buttons: role, name, description and states.
async fn read_out(world: &World) -> Vec<String> {
    let cdp = world.browser.driver.cdp();
    let tree = cdp.send_raw("Accessibility.getFullAXTree", json!({})).await.unwrap();
    let mut lines = Vec::new();
    for node in tree["nodes"].as_array().unwrap() {
        let text = |key: &str| node[key]["value"].as_str().unwrap_or_default();
        if !["region", "group", "radio", "button"].contains(&text("role")) {
            continue;
        }
        let mut line = vec![text("role").to_owned(), text("name").to_owned()];
        line.extend(Some(text("description").to_owned()).filter(|text| !text.is_empty()));
        let states: Vec<String> = node["properties"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|property| {
                let (name, value) = (property["name"].as_str()?, &property["value"]["value"]);
                let value = value.as_str().map_or(value.to_string(), str::to_owned);
                let said = ["checked", "disabled", "busy"].contains(&name) && value != "false";
                said.then(|| format!("{name}={value}"))
            })
            .collect();
        line.extend(Some(states.join(" ")).filter(|states| !states.is_empty()));
        lines.push(line.join(" | "));
    }
    lines
}

async fn a_screen_reader_reads_name_state_and_description(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let html = "<paddle-magic-links endpoint=ENDPOINT DASHBOARDS></paddle-magic-links>";
        let locked = "addEventListener('DOMContentLoaded', () => {
            document.querySelector('paddle-magic-links').redirects = [
                { redirect: 'onboarding', badge: '2 documents missing' },
                { redirect: 'payout_settings', disabled: 'Only the owner can change these' },
            ];
        })";
        open(world, "", html, locked).await;
        is_live(world).await;
        let onboarding =
            "button | Onboarding 2 documents missing Verification and its documents Paddle";
        let payouts = "button | Payout settings Only the owner can change these Paddle";
        assert_eq!(
            read_out(world).await,
            [
                "region | Open in Paddle",
                "group | Paddle environment",
                "radio | Sandbox",
                "radio | Live | checked=true",
                &format!("{onboarding} live"),
                &format!("{payouts} live | disabled=true"),
            ]
        );

        world.browser.relay.hold(PROXY_PATH);
        world.browser.run("inside('[value=sandbox]').click()").await;
        world.browser.run("inside('[data-redirect=onboarding]').click()").await;
        until("it is busy", async || {
            world.browser.run("return inside('[role=status]').textContent !== ''").await == true
        })
        .await;
        let onboarding =
            onboarding.replace("Verification and its documents", "In Paddle live only");
        assert_eq!(
            read_out(world).await,
            [
                "region | Open in Paddle",
                "group | Paddle environment",
                "radio | Sandbox | checked=true",
                "radio | Live",
                &format!("{onboarding} sandbox | disabled=true busy=1"),
                &format!("{payouts} sandbox | disabled=true"),
            ]
        );
    })
    .await;
}

async fn what_happens_is_announced_in_order(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let html = "<paddle-magic-links endpoint=ENDPOINT DASHBOARDS></paddle-magic-links>";
        open(world, "", html, "").await;
        is_live(world).await;
        world
            .browser
            .run(
                "window.announced = [];
                 for (const region of ['[role=status]', '[role=alert]'].map(inside)) {
                     new MutationObserver(() => {
                         if (region.textContent) announced.push(region.textContent);
                     }).observe(region, { childList: true, subtree: true, characterData: true });
                 }",
            )
            .await;
        let click = format!("inside('[data-redirect={TARGET}]').click()");
        world.browser.relay.spoil(PROXY_PATH, Mishap::NotFound);
        world.browser.run(&click).await;
        error(world).await;
        world.browser.relay.release();
        world.browser.run("addEventListener('pml-navigate', event => event.preventDefault())").await;
        world.browser.run(&click).await;
        until("the page is asked", async || {
            seen(world).await.as_array().is_some_and(|seen| {
                seen.iter().any(|news: &Value| news[0] == "navigate")
            })
        })
        .await;
        assert_eq!(
            world.browser.run("return announced").await,
            json!([
                "Opening Payout settings in Paddle live…",
                "This page is not set up to open Paddle. Tell this site's support.",
                "Opening Payout settings in Paddle live…",
            ])
        );
        let regions = "return [...inside('.pml-root').querySelectorAll('[aria-live], [role=status], [role=alert]')].length";
        assert_eq!(world.browser.run(regions).await, 2);
    })
    .await;
}

async fn no_text_overflows_however_long_it_is_at_320_pixels(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        for form in ["", "compact"] {
            let html = format!(
                "<meta name=viewport content='width=device-width'>
                 <main lang=en-XA style='inline-size: 280px; font-size: 200%'><paddle-magic-links
                 endpoint=ENDPOINT DASHBOARDS {form}></paddle-magic-links></main>"
            );
            open(world, "", &html, "").await;
            until("its words", async || {
                world.browser.run("return inside('.pml-root')?.lang ?? ''").await == "en-XA"
            })
            .await;
            is_live(world).await;
            world.browser.relay.spoil(PROXY_PATH, Mishap::NotFound);
            world.browser.run(&format!("inside('[data-redirect={TARGET}]').click()")).await;
            error(world).await;
            let overflowing =
                "const { left, right } = document.querySelector('main').getBoundingClientRect();
                return [...inside('.pml-root').querySelectorAll('*')].filter(found => {
                    const box = found.getBoundingClientRect();
                    const hidden = getComputedStyle(found).clipPath !== 'none';
                    return box.width && !hidden && (box.left < left - 1 || box.right > right + 1
                        || found.scrollWidth > found.clientWidth + 1 && found.clientWidth > 0);
                }).map(found => found.className)";
            assert_eq!(world.browser.run(overflowing).await, json!([]), "{form}");
            world.browser.relay.release();
        }
    })
    .await;
}

const CANT_READ: &str = "its driver does not show the accessibility tree";

scenarios! {
    axe_finds_nothing_in_any_state_of_the_element;
    axe_finds_nothing_in_the_demo_page;
    the_keyboard_alone_does_the_whole_job;
    a_screen_reader_reads_name_state_and_description,
        except Firefox: CANT_READ, except WebKit: CANT_READ;
    what_happens_is_announced_in_order;
    no_text_overflows_however_long_it_is_at_320_pixels;
}
