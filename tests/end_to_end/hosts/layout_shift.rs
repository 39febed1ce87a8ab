//! How far a page shifts while the widget loads.

use super::examples::serve;
use crate::harness::{
    browser::{World, in_a_browser_with, until},
    engine::Engine,
    platform::{WASM, root},
    scenario::scenarios,
};
use serde_json::json;
use std::{cell::Cell, fs};

/// Nothing shifts if the script arrives before the first paint.
const NONE: f64 = 0.0;
/// 0.1 counts as good: <https://web.dev/articles/cls>.
const LITTLE: f64 = 0.05;

/// A block of code from the README's chapter about other pages.
fn readme(language: &str) -> String {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let (_, chapter) = readme.split_once("## Embed it in any other page").unwrap();
    let (_, block) = chapter.split_once(&format!("```{language}\n")).unwrap();
    let (block, _) = block.split_once("```").unwrap();
    block.to_owned()
}

/// The README's page with its styles, and a paragraph below the widget.
fn plain_page(script: &str) -> String {
    let html = readme("html").replace("/paddle-magic-links/index.js", "/package/index.js");
    let html =
        html.replace("<script type=\"module\"", &format!("<script type=\"module\" {script}"));
    assert!(html.contains("\"/package/index.js\""), "{html}");
    let (script, element) = html.split_at(html.find("<paddle-magic-links").unwrap());
    format!(
        "<!doctype html><html lang=en><head><title>Plain</title>
         <meta name=viewport content='width=device-width'>
         <style>{}</style>{script}</head>
         <body>{element}<p id=below>What is below</p></body></html>",
        readme("css")
    )
}

/// The driver does not wait for pages, as their script may be held back.
async fn in_pages(engine: Engine, scenario: impl AsyncFnOnce(&World)) {
    in_a_browser_with(engine, json!({ "pageLoadStrategy": "none" }), scenario).await;
}

/// Waits until the page is painted, including what is below the widget.
async fn is_painted(world: &World) {
    until("the page is seen", async || {
        let painted = "return !!document.querySelector('#below')
            && performance.getEntriesByName('first-contentful-paint').length > 0";
        world.browser.run(painted).await == true
    })
    .await;
}

/// Waits until the component is in the element.
async fn is_live(world: &World) {
    until("the component", async || {
        let live = "return !!document.querySelector('paddle-magic-links')?.shadowRoot
            ?.querySelector('[role=status]')?.hasChildNodes()";
        world.browser.run(live).await == true
    })
    .await;
}

/// The browser's own measure of layout shift since the page began.
async fn shift(world: &World) -> f64 {
    let measured = "return new Promise(done => {
        let sum = 0;
        const add = entries => { for (const { value } of entries) sum += value };
        const observer = new PerformanceObserver(list => add(list.getEntries()));
        observer.observe({ type: 'layout-shift', buffered: true });
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => {
            add(observer.takeRecords());
            done(sum);
        })));
    })";
    world.browser.run(measured).await.as_f64().unwrap()
}

/// The position of what is below the widget, as a fraction of the window's height.
async fn below(world: &World) -> f64 {
    let place = "return document.querySelector('#below').getBoundingClientRect().top / innerHeight";
    let top = Cell::new(None);
    // In Firefox 153 a window can have no height for a moment after it has painted.
    until("the window has a height", async || {
        top.set(world.browser.run(place).await.as_f64());
        top.get().is_some()
    })
    .await;
    top.get().expect("a number")
}

async fn is_wide(world: &World, width: u32) {
    let metrics = json!({ "width": width, "height": 720, "deviceScaleFactor": 1, "mobile": false });
    world.browser.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
}

/// Switches the browser's cache on or off.
async fn is_cached(world: &World, cached: bool) {
    let disabled = json!({ "cacheDisabled": !cached });
    world.browser.devtools("Network.setCacheDisabled", disabled).await;
}

async fn the_readmes_page_does_not_move_while_it_loads(engine: Engine) {
    in_pages(engine, async |world| {
        for held in ["/package/index.js", &WASM] {
            world.browser.relay.hold(held);
            let page = world.platform.serve_own("", &plain_page(""), "");
            world.browser.driver.goto(page).await.unwrap();
            is_painted(world).await;
            let before = below(world).await;
            world.browser.relay.release();
            is_live(world).await;
            let moved = (below(world).await - before).abs();
            assert!(moved < LITTLE, "{held}: {moved}");
        }
    })
    .await;
}

async fn the_readmes_page_has_no_notable_layout_shift(engine: Engine) {
    in_pages(engine, async |world| {
        for width in [1280, 375] {
            is_wide(world, width).await;
            for (script, held, most) in [
                ("blocking=render", None, NONE),
                // The first case has put it into the browser's cache.
                ("", None, NONE),
                ("", Some(WASM.as_str()), NONE),
                ("", Some("/package/index.js"), LITTLE),
            ] {
                is_cached(world, held.is_none()).await;
                if let Some(held) = held {
                    world.browser.relay.hold(held);
                }
                let page = world.platform.serve_own("", &plain_page(script), "");
                world.browser.driver.goto(page).await.unwrap();
                is_painted(world).await;
                world.browser.relay.release();
                is_live(world).await;
                let shift = shift(world).await;
                assert!(shift <= most, "{width} px, {script}, {held:?}: {shift}");
            }
        }
    })
    .await;
}

async fn no_example_has_a_notable_layout_shift(engine: Engine) {
    in_pages(engine, async |world| {
        let (_process, server_rendered) = serve("server-rendered", &[]).await;
        let example = |name: &str| format!("{}examples/{name}/", world.platform.page());
        let examples = [
            (example("plain-html"), "/examples/plain-html/paddle-magic-links/index.js"),
            (example("react/dist"), "/api/demo"),
            (example("client-side"), "/api/demo"),
            (server_rendered, "/pkg/server-rendered-example.wasm"),
        ];
        for width in [1280, 375] {
            is_wide(world, width).await;
            for (page, held) in &examples {
                for (cached, most) in [(false, LITTLE), (true, NONE)] {
                    is_cached(world, cached).await;
                    if !cached {
                        world.browser.relay.hold(held);
                    }
                    world.browser.driver.goto(page).await.unwrap();
                    let seen = "return performance.getEntriesByType('paint').length > 0
                        || document.readyState === 'complete'";
                    until("it is seen", async || world.browser.run(seen).await == true).await;
                    world.browser.relay.release();
                    until("the widget", async || {
                        let there =
                            "const found = document.querySelector('.pml-root, paddle-magic-links');
                            return !!(found?.shadowRoot ?? found)?.querySelector('[role=status]')
                                ?.hasChildNodes()";
                        world.browser.run(there).await == true
                    })
                    .await;
                    let shift = shift(world).await;
                    assert!(shift <= most, "{page} at {width} px, cached: {cached}: {shift}");
                }
            }
        }
    })
    .await;
}

const NOT_MEASURED: &str = "it does not measure layout shift";

scenarios! {
    the_readmes_page_does_not_move_while_it_loads;
    the_readmes_page_has_no_notable_layout_shift,
        except Firefox: NOT_MEASURED, except WebKit: NOT_MEASURED;
    no_example_has_a_notable_layout_shift,
        except Firefox: NOT_MEASURED, except WebKit: NOT_MEASURED;
}
