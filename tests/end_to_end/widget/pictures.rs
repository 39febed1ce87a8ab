//! Pictures of the widget in each look, in sheets to look at: `cargo xtask pictures`.

use crate::harness::{
    browser::{World, in_a_browser, until},
    element::{click, error, is_busy, is_live, open},
    engine::Engine,
    platform::{PROXY_PATH, WASM, root, target},
    relay_fault::RelayFault,
    scenario::scenarios,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use serde_json::json;
use std::fs;

const TARGET: RedirectTarget = RedirectTarget::PayoutSettings;

/// The page around the element, and the attributes of the element.
#[derive(Clone, Copy)]
struct Look {
    name: &'static str,
    /// Of the element around it.
    attributes: &'static str,
    style: &'static str,
    element: &'static str,
    forced_colors: bool,
}

const PLAIN: Look = Look {
    name: "Light",
    attributes: "",
    style: "color-scheme: light; inline-size: 37rem",
    element: "",
    forced_colors: false,
};
const DARK: Look = Look { name: "Dark", style: "color-scheme: dark; inline-size: 37rem", ..PLAIN };
const FORCED_COLORS: Look = Look { name: "Forced colours", forced_colors: true, ..PLAIN };
const ARABIC: Look = Look { name: "Arabic", attributes: "lang=ar dir=rtl", ..PLAIN };
const NARROW: Look =
    Look { name: "320 px", style: "color-scheme: light; inline-size: 20rem", ..PLAIN };
const LARGE: Look = Look {
    name: "200 % text",
    style: "color-scheme: light; inline-size: 37rem; font-size: 200%",
    ..PLAIN
};
const COMPACT: Look = Look {
    name: "Compact",
    style: "color-scheme: light; inline-size: 17rem",
    element: "compact",
    ..PLAIN
};

/// Opens a page in a look, and waits for the component.
async fn open_in(world: &World, look: Look) {
    load_in(world, look).await;
    is_live(world).await;
}

/// Opens a page in a look, without waiting for the component.
async fn load_in(world: &World, look: Look) {
    let forced = if look.forced_colors { "active" } else { "none" };
    let media = json!({ "features": [{ "name": "forced-colors", "value": forced }] });
    world.browser.devtools("Emulation.setEmulatedMedia", media).await;
    let themes = fs::read_to_string(root().join("style/themes.css")).unwrap();
    let Look { attributes, style, element, .. } = look;
    let html = format!(
        "<style>{themes} html {{ font-family: system-ui, sans-serif }} body {{ margin: 0 }}
         main {{ box-sizing: border-box; padding: 1rem; background: light-dark(#fff, #12161d) }}</style>
         <main {attributes} style='{style}'><paddle-magic-links endpoint=ENDPOINT DASHBOARDS
         sign-in=/login {element}></paddle-magic-links></main>"
    );
    let details = "addEventListener('DOMContentLoaded', () => {
        document.querySelector('paddle-magic-links').redirects = [
            { redirect: 'onboarding', primary: true, badge: '2' },
            'payout_settings', 'retain_settings', 'overview',
        ];
    })";
    open(world, "", &html, details).await;
}

/// The element that `selector` finds, as a PNG in base64.
async fn picture(world: &World, selector: &str) -> String {
    let find = format!("return document.querySelector({selector:?}).getBoundingClientRect()");
    let place = world.browser.run(&find).await;
    let side = |name: &str| place[name].as_f64().unwrap();
    let clip = json!({ "x": side("x"), "y": side("y"), "width": side("width"),
        "height": side("height"), "scale": 1 });
    let taken = world
        .browser
        .driver
        .cdp()
        .send_raw("Page.captureScreenshot", json!({ "clip": clip, "captureBeyondViewport": true }))
        .await
        .unwrap();
    taken["data"].as_str().unwrap().to_owned()
}

async fn shows_its_spinner(world: &World) {
    until("the spinner is there", async || {
        let opacity = "return getComputedStyle(inside('[aria-busy]'), '::after').opacity";
        world.browser.run(opacity).await == "1"
    })
    .await;
}

const STATES: [&str; 9] =
    ["early click", "too late", "failed load", "idle", "busy", "slow", "wait", "over", "sign in"];

/// While the component loads, and when that fails.
async fn without_component(world: &World, look: Look) -> [String; 3] {
    world.browser.devtools("Network.enable", json!({})).await;
    world.browser.devtools("Network.setCacheDisabled", json!({ "cacheDisabled": true })).await;
    world.browser.relay.hold(&WASM);
    load_in(world, look).await;
    until("the buttons are there", async || {
        world.browser.run("return !!inside('[data-redirect]')?.checkVisibility()").await == true
    })
    .await;
    world.browser.run("document.querySelector('paddle-magic-links').timeout = 1").await;
    click(world, TARGET).await;
    shows_its_spinner(world).await;
    let early = picture(world, "main").await;
    error(world).await;
    let late = picture(world, "main").await;
    world.browser.relay.release();
    world.browser.relay.spoil(&WASM, RelayFault::NotFound);
    load_in(world, look).await;
    error(world).await;
    let failed = picture(world, "main").await;
    world.browser.relay.release();
    [early, late, failed]
}

async fn states(world: &World, look: Look) -> [String; STATES.len()] {
    let [early, late, failed] = without_component(world, look).await;
    open_in(world, look).await;
    let idle = picture(world, "main").await;
    world.browser.relay.hold(PROXY_PATH);
    click(world, TARGET).await;
    is_busy(world).await;
    shows_its_spinner(world).await;
    let busy = picture(world, "main").await;
    until("that takes a while", async || {
        world.browser.run("return 'seen' in inside('.pml-status').dataset").await == true
    })
    .await;
    let slow = picture(world, "main").await;
    let answer = RelayFault::Instead {
        status: 503,
        headers: vec![("retry-after", "2")],
        body: r#"{"error":{"code":"upstream_busy"},"meta":{"request_id":"d1f2-a3b4"}}"#.into(),
    };
    world.browser.relay.spoil(PROXY_PATH, answer);
    world.browser.relay.resume();
    error(world).await;
    let wait = picture(world, "main").await;
    let left = world.browser.run("return inside('.pml-error').dataset.seen").await;
    until("the wait is over", async || {
        let now = world.browser.run("return inside('.pml-error').dataset.seen").await;
        now != left && !now.as_str().unwrap().contains(|sign: char| sign.is_ascii_digit())
    })
    .await;
    let over = picture(world, "main").await;
    let answer = RelayFault::status(401);
    world.browser.relay.spoil(PROXY_PATH, answer);
    click(world, TARGET).await;
    until("the way to sign in", async || {
        world.browser.run("return inside('.pml-sign-in').checkVisibility()").await == true
    })
    .await;
    let sign_in = picture(world, "main").await;
    world.browser.relay.release();
    [early, late, failed, idle, busy, slow, wait, over, sign_in]
}

/// The demo page in a window, from its top.
async fn demo_page(world: &World, width: u32, height: u32, scheme: &str) -> String {
    let window =
        json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
    world.browser.devtools("Emulation.setDeviceMetricsOverride", window).await;
    let hidden = json!({ "hidden": true });
    world.browser.devtools("Emulation.setScrollbarsHidden", hidden).await;
    let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
    world.browser.devtools("Emulation.setEmulatedMedia", media).await;
    world.browser.driver.goto(world.platform.page()).await.unwrap();
    until("the widget is there", async || world.browser.is_idle().await).await;
    if scheme == "dark" {
        world.browser.choose(Environment::Sandbox).await;
        world.browser.relay.hold(PROXY_PATH);
        world.browser.click(TARGET).await;
        until("the spinner is there", async || {
            let opacity =
                "return getComputedStyle(document.querySelector('[aria-busy]'), '::after')
                .opacity";
            world.browser.run(opacity).await == "1"
        })
        .await;
    }
    let taken = world.browser.driver.cdp().send_raw("Page.captureScreenshot", json!({})).await;
    world.browser.relay.release();
    taken.unwrap()["data"].as_str().unwrap().to_owned()
}

async fn the_payments_page_has_a_picture(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let wide = demo_page(world, 1040, 990, "light").await;
        let narrow = demo_page(world, 375, 990, "dark").await;
        world.browser.devtools("Emulation.clearDeviceMetricsOverride", json!({})).await;
        let pictures = [wide, narrow].map(|png| (String::new(), png));
        sheet(world, "payments-page.png", 2, &pictures).await;
    })
    .await;
}

/// Writes one picture that shows many, with their captions.
async fn sheet(world: &World, name: &str, columns: usize, pictures: &[(String, String)]) {
    world.browser.devtools("Emulation.setEmulatedMedia", json!({ "features": [] })).await;
    let figures = pictures.iter().map(|(caption, png)| {
        format!("<figure><figcaption>{caption}</figcaption><img src='data:image/png;base64,{png}'></figure>")
    });
    let html = format!(
        "<style>body {{ margin: 0; inline-size: max-content; background: #e9ecf1 }}
         main {{ display: grid; grid-template-columns: repeat({columns}, max-content);
             gap: 1rem 1.5rem; padding: 1.5rem; font: 0.875rem system-ui, sans-serif }}
         figure {{ margin: 0 }} img {{ display: block }}
         figcaption {{ color: #3d4654; margin-block-end: 0.375rem }}</style>
         <main>{}</main>",
        figures.collect::<String>()
    );
    open(world, "", &html, "").await;
    let shown = "const images = [...document.images];
        await Promise.all(images.map(image => image.decode()));
        return images.length";
    assert_eq!(world.browser.run(shown).await, pictures.len());
    let directory = target().join("pictures");
    fs::create_dir_all(&directory).unwrap();
    let png = STANDARD.decode(picture(world, "main").await).unwrap();
    fs::write(directory.join(name), png).unwrap();
}

async fn every_look_is_on_a_contact_sheet(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let mut pictures = Vec::new();
        for look in [PLAIN, DARK, FORCED_COLORS, ARABIC, NARROW, LARGE, COMPACT] {
            let states = states(world, look).await;
            for (state, picture) in STATES.into_iter().zip(states) {
                pictures.push((format!("{}, {state}", look.name), picture));
            }
        }
        sheet(world, "contact-sheet.png", STATES.len(), &pictures).await;
        let named =
            |name: &str| pictures.iter().find(|(caption, _)| caption == name).cloned().unwrap();
        let cut = ["Light, idle", "Dark, busy", "Arabic, wait", "Forced colours, idle"];
        sheet(world, "looks.png", 2, &cut.map(named)).await;
    })
    .await;
}

async fn every_theme_has_a_picture(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let mut pictures = Vec::new();
        for (name, attributes) in [
            ("Plain", ""),
            ("Violet", "class=theme-violet"),
            ("Ledger", "class=theme-ledger"),
            ("Mono", "class=theme-mono"),
        ] {
            for look in [PLAIN, DARK] {
                let look = Look { attributes, ..look };
                open_in(world, look).await;
                pictures.push((
                    format!("{name}, {}", look.name.to_lowercase()),
                    picture(world, "main").await,
                ));
            }
        }
        sheet(world, "themes.png", 2, &pictures).await;
    })
    .await;
}

const ONE_IS_ENOUGH: &str = "its pictures are Chromium's";

scenarios! {
    every_look_is_on_a_contact_sheet, except Firefox: ONE_IS_ENOUGH, except WebKit: ONE_IS_ENOUGH;
    the_payments_page_has_a_picture, except Firefox: ONE_IS_ENOUGH, except WebKit: ONE_IS_ENOUGH;
    every_theme_has_a_picture, except Firefox: ONE_IS_ENOUGH, except WebKit: ONE_IS_ENOUGH;
}
