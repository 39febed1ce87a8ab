//! Steps in a page that a test writes around the custom element of the packed npm package.

use crate::harness::{
    app_server::PATIENCE,
    browser::{Browser, World, until},
    platform::PROXY_PATH,
};
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

pub(crate) const STRICT: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
                      style-src 'self'; connect-src 'self'";

/// Records the events, policy violations and console errors of a page.
pub(crate) const WATCH: &str = r"
    window.seen = [];
    window.violations = [];
    window.complaints = [];
    const complain = console.error;
    console.error = (...words) => {
        complaints.push(words.join(' '));
        complain.call(console, ...words);
    };
    addEventListener('securitypolicyviolation', event => {
        // WebKit requests an icon by itself, which also violates the policy.
        if (!event.blockedURI.endsWith('/favicon.ico')) violations.push(event.violatedDirective);
    });
    for (const type of ['start', 'navigate', 'error', 'return', 'environment-change']) {
        addEventListener('pml-' + type, event => seen.push([type, event.detail]));
    }
    window.inside = selector =>
        document.querySelector('paddle-magic-links')?.shadowRoot?.querySelector(selector);
";

/// Opens a page with the element in it.
pub(crate) async fn open(world: &World, policy: &str, element: &str, script: &str) {
    open_with(world, policy, "", element, script).await;
}

/// The same with more markup before the scripts.
pub(crate) async fn open_with(
    world: &World,
    policy: &str,
    before: &str,
    element: &str,
    script: &str,
) {
    open_html(world, policy, before, &["/package/index.js"], element, script).await;
}

/// The same with other modules than `index.js`.
pub(crate) async fn open_scripts(
    world: &World,
    policy: &str,
    modules: &[&str],
    element: &str,
    script: &str,
) {
    open_html(world, policy, "", modules, element, script).await;
}

async fn open_html(
    world: &World,
    policy: &str,
    before: &str,
    modules: &[&str],
    element: &str,
    script: &str,
) {
    let modules = modules.iter().map(|path| format!("<script type=module src={path}></script>"));
    let modules = modules.collect::<Vec<_>>().concat();
    let element = with_addresses(world, element);
    let html = format!(
        "<!doctype html><html lang=en><title>Own</title>{before}\
         <script src=/own.js></script>{modules}{element}"
    );
    let page = world.platform.serve_own(policy, &html, &format!("{WATCH}{script}"));
    world.browser.driver.goto(page).await.unwrap();
}

/// Fills in the addresses of the proxy and the stand-in.
pub(crate) fn with_addresses(world: &World, element: &str) -> String {
    let dashboards = Environment::ALL.map(|environment| {
        format!("dashboard-{environment}={:?}", world.platform.stand_in().origin(environment))
    });
    element.replace("ENDPOINT", PROXY_PATH).replace("DASHBOARDS", &dashboards.join(" "))
}

pub(crate) const ELEMENT: &str =
    "<paddle-magic-links endpoint=ENDPOINT DASHBOARDS></paddle-magic-links>";

/// [`ELEMENT`] with more attributes.
pub(crate) fn tag_with(attributes: &str) -> String {
    ELEMENT.replace("></", &format!(" {attributes}></"))
}

/// Runs a script in which `element` is the page's first element.
pub(crate) async fn run(world: &World, script: &str) -> Value {
    let element = "const element = document.querySelector('paddle-magic-links');";
    world.browser.run(&format!("{element} {script}")).await
}

/// Runs a script that sets something, and waits until that is shown.
pub(crate) async fn set(world: &World, script: &str) {
    run(world, &format!("{script}; await new Promise(setTimeout)")).await;
}

/// Waits for the buttons, whether they are the placeholder's or the component's.
pub(crate) async fn has_placeholder(world: &World) {
    until("the placeholder", async || {
        world.browser.run("return !!inside('[data-redirect]')").await == true
    })
    .await;
}

pub(crate) async fn is_live(world: &World) {
    // Leptos leaves a marker node where a text may come; the placeholder has none.
    until("the component is in the element", async || {
        world.browser.run("return !!inside('[role=status]')?.hasChildNodes()").await == true
    })
    .await;
}

pub(crate) async fn is_busy(world: &World) {
    until("it is busy", async || {
        world.browser.run("return inside('[role=status]').textContent !== ''").await == true
    })
    .await;
}

pub(crate) async fn click(world: &World, target: RedirectTarget) {
    world.browser.run(&format!("inside('[data-redirect={target}]').click()")).await;
}

/// Clicks through the driver, so that the browser counts it as the user's own click.
pub(crate) async fn press(world: &World, target: RedirectTarget) {
    let button = format!("return inside('[data-redirect={target}]')");
    let button = world.browser.driver.execute(&button, vec![]).await.unwrap().element().unwrap();
    button.click().await.unwrap();
}

pub(crate) async fn seen(world: &World) -> Value {
    world.browser.run("return seen").await
}

/// The console errors of the page, a line each.
pub(crate) async fn complaints(world: &World) -> String {
    world.browser.run("return complaints.join('\\n')").await.as_str().unwrap().to_owned()
}

pub(crate) async fn error(world: &World) -> String {
    // WebKit's driver may return before the page has loaded.
    let text = "return [...document.querySelector('paddle-magic-links')?.shadowRoot
                ?.querySelectorAll('[role=alert]') ?? []].map(line => line.textContent).join('')";
    until("an error is told", async || world.browser.run(text).await != "").await;
    world.browser.run(text).await.as_str().unwrap().to_owned()
}

/// The seller and the page are told that the component couldn't be loaded.
pub(crate) async fn load_failed(world: &World) {
    assert!(error(world).await.contains("couldn't be loaded"));
    let told = json!([["error", { "code": "load_failed", "recoverable": true }]]);
    assert_eq!(seen(world).await, told);
}

/// Lets the component load, and tries again.
pub(crate) async fn retry(world: &World) {
    world.browser.relay.release();
    world.browser.run("inside('.pml-again').click()").await;
    is_live(world).await;
}

pub(crate) async fn lands_after_a_retry(world: &World, target: RedirectTarget) {
    retry(world).await;
    click(world, target).await;
    world.lands_on(Environment::Live, target).await;
}

/// Whether the script returns true. While the page reloads, it does not.
pub(crate) async fn is_true(world: &World, script: &str) -> bool {
    let answer = world.browser.driver.execute(script, vec![]).await;
    answer.is_ok_and(|answer| *answer.json() == true)
}

/// Waits until the component has taken over from the placeholder, which may be after a first build.
pub(crate) async fn is_alive(world: &World) {
    let alive = "return !!document.querySelector('paddle-magic-links')
        ?.shadowRoot?.querySelector('[role=status]')?.hasChildNodes()";
    let start = Instant::now();
    while !is_true(world, alive).await {
        if start.elapsed() > PATIENCE {
            let Browser { relay, driver, .. } = &world.browser;
            let page = driver.execute("return document.body?.innerText", vec![]).await;
            let got = relay.exchanges().into_iter().map(|got| (got.status, got.uri));
            let (console, got) = (world.browser.console().await, got.collect::<Vec<_>>());
            panic!("no component came: {page:?}, {console:?}, {got:?}");
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
