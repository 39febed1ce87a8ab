//! The package's React component in React 18 and 19, rendered by the browser and by a server, in
//! strict mode.

use crate::harness::{
    browser::{World, in_a_browser, until},
    element::{WATCH, click, is_live},
    engine::Engine,
    platform::{PROXY_PATH, target},
    scenario::scenarios,
};
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use serde_json::json;
use std::fs;

const TARGET: RedirectTarget = RedirectTarget::Onboarding;

/// A file that `cargo xtask dist` has built for a version of React.
fn built(version: &str, file: &str) -> String {
    let file = target().join("react").join(version).join(file);
    fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// Opens a page before React's script. `app` is the server's markup, or empty.
async fn open(world: &World, version: &str, app: &str) {
    let origin = |environment| world.platform.stand_in().origin(environment);
    let dashboards =
        json!({ "live": origin(Environment::Live), "sandbox": origin(Environment::Sandbox) });
    let imports = json!({ "imports": { "paddle-magic-links": "/package/index.js" } });
    let html = format!(
        "<!doctype html><html lang=en><title>React</title>
         <script>{WATCH} globalThis.dashboards = {dashboards}</script>
         <script type=importmap>{imports}</script>
         <script type=module src=/package/index.js></script>
         <div id=app>{app}</div>"
    );
    let page = world.platform.serve_own("", &html, &built(version, "page.js"));
    world.browser.driver.goto(page).await.unwrap();
}

/// What it shows of what the page says, and where that ends.
const SHOWN: &str = "
    const links = document.querySelector('main > paddle-magic-links');
    return JSON.stringify([
        links.className, links.id, links.style.maxWidth, links.lang, links.title, links.textContent,
        links.hasAttribute('compact'), links.disabled, links.timeout, links.environment,
        inside('[data-redirect=onboarding]').part.contains('primary'),
        inside('.pml-badge').textContent.trim(),
        inside('[data-redirect=payout_settings]').getAttribute('aria-disabled'),
        inside('.pml-redirects').children.length,
        document.querySelector('#told').getBoundingClientRect().top,
    ])";
const GIVEN: &str = r#"["wide","links","40rem","de","Paddle","By hand",true,false,"20","sandbox",true,"told \"0\"","true",2,"#;

/// Loads React. Every prop arrives, each handler is called once, and rendering in between cancels no
/// jump.
async fn comes_alive_and_works(world: &World) {
    let script = "const script = document.createElement('script');
        document.body.append(Object.assign(script, { type: 'module', src: '/own.js' }))";
    world.browser.run(script).await;
    let alive = "return !!document.querySelector('main.alive')";
    until("React is there", async || world.browser.run(alive).await == true).await;
    is_live(world).await;
    let text = "return inside('.pml-root').textContent.includes('Echt')";
    until("its own words", async || world.browser.run(text).await == true).await;
    let shown = world.browser.run(SHOWN).await;
    assert!(shown.as_str().unwrap().starts_with(GIVEN), "{shown}");

    let told = async |expected: &str| {
        until(expected, async || world.browser.text("#told").await == expected).await;
    };
    world.browser.run("inside('[value=live]').click()").await;
    told("pml-environment-change").await;
    world.browser.relay.hold(PROXY_PATH);
    // The page's button uses a ref to the element.
    world.browser.run("document.querySelector('#open').click()").await;
    told("pml-environment-change pml-start").await;
    let badge = "return inside('.pml-badge').textContent.trim()";
    until("it is shown anew", async || world.browser.run(badge).await == "told \"2\"").await;
    assert_eq!(world.browser.run("return !!inside('[aria-busy=true]')").await, true);
    world.browser.relay.release();
    told("pml-environment-change pml-start pml-navigate").await;
    assert_eq!(world.platform.visits(), 0, "the page has kept the window");
    assert_eq!(world.browser.run("return complaints").await, json!([]));

    click(world, TARGET).await;
    world.lands_on(Environment::Live, TARGET).await;
    assert_eq!((world.platform.sessions_made(), world.platform.visits()), (2, 1));
    let mint = &world.browser.relay.exchanges_with(PROXY_PATH)[0];
    assert_eq!(mint.request_headers["x-tenant"], "7");
}

async fn it_is_rendered_by_the_browser(engine: Engine, version: &str) {
    in_a_browser(engine, None, async |world| {
        open(world, version, "").await;
        comes_alive_and_works(world).await;
    })
    .await;
}

async fn it_is_rendered_by_a_server(engine: Engine, version: &str) {
    in_a_browser(engine, None, async |world| {
        open(world, version, &built(version, "server.html")).await;
        is_live(world).await;
        let shown = world.browser.run(SHOWN).await;
        assert!(shown.as_str().unwrap().starts_with(GIVEN), "{shown}");
        let keep = "window.kept = document.querySelector('paddle-magic-links')";
        world.browser.run(keep).await;
        comes_alive_and_works(world).await;
    })
    .await;
}

async fn react_18_renders_it(engine: Engine) {
    it_is_rendered_by_the_browser(engine, "18").await;
}

async fn react_19_renders_it(engine: Engine) {
    it_is_rendered_by_the_browser(engine, "19").await;
}

async fn react_18_hydrates_it(engine: Engine) {
    it_is_rendered_by_a_server(engine, "18").await;
}

async fn react_19_hydrates_it(engine: Engine) {
    it_is_rendered_by_a_server(engine, "19").await;
}

scenarios! {
    react_18_renders_it;
    react_19_renders_it;
    react_18_hydrates_it;
    react_19_hydrates_it;
}
