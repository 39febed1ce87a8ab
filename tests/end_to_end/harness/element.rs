//! The custom element, from the packed npm package, in pages of its own.

use crate::harness::{
    browser::{World, in_a_browser, until},
    engine::Engine,
    platform::{GLUE, PROXY_PATH, package},
    relay::Mishap,
    scenario::scenarios,
};
use bytes::Bytes;
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use serde_json::{Value, json};
use std::{collections::BTreeMap, fs};

pub(crate) const STRICT: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
                      style-src 'self'; connect-src 'self'";
const TRUSTED_TYPES: &str = "require-trusted-types-for 'script'";
const TARGET: RedirectTarget = RedirectTarget::PayoutSettings;

/// Remembers what the page is told.
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
        // WebKit asks for an icon of its own accord, and the policy speaks against that too.
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

/// The same with something before the scripts.
async fn open_with(world: &World, policy: &str, before: &str, element: &str, script: &str) {
    let element = element.replace("ENDPOINT", PROXY_PATH).replace("DASHBOARDS", &dashboards(world));
    let html = format!(
        "<!doctype html><html lang=en><title>Own</title>{before}\
         <script src=/own.js></script>\
         <script type=module src=/package/index.js></script>{element}"
    );
    let page = world.platform.serve_own(policy, &html, &format!("{WATCH}{script}"));
    world.browser.driver.goto(page).await.unwrap();
}

pub(crate) fn dashboards(world: &World) -> String {
    Environment::ALL
        .map(|environment| {
            format!("dashboard-{environment}={:?}", world.platform.stand_in().origin(environment))
        })
        .join(" ")
}

pub(crate) const ELEMENT: &str =
    "<paddle-magic-links endpoint=ENDPOINT DASHBOARDS></paddle-magic-links>";

pub(crate) async fn is_live(world: &World) {
    // Leptos keeps a mark where a text may come; the placeholder has none.
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

/// Clicks as a seller does, so that the browser knows that it was one.
pub(crate) async fn press(world: &World, target: RedirectTarget) {
    let button = format!("return inside('[data-redirect={target}]')");
    let button = world.browser.driver.execute(&button, vec![]).await.unwrap().element().unwrap();
    button.click().await.unwrap();
}

pub(crate) async fn seen(world: &World) -> Value {
    world.browser.run("return seen").await
}

pub(crate) async fn error(world: &World) -> String {
    // WebKit's driver may be back before the page is.
    let text = "return [...document.querySelector('paddle-magic-links')?.shadowRoot
                ?.querySelectorAll('[role=alert]') ?? []].map(line => line.textContent).join('')";
    until("an error is told", async || world.browser.run(text).await != "").await;
    world.browser.run(text).await.as_str().unwrap().to_owned()
}

async fn it_works_under(engine: Engine, policy: &str) {
    in_a_browser(engine, None, async |world| {
        let violates_nothing = async || {
            assert_eq!(world.browser.run("return violations").await, json!([]));
        };
        open(world, policy, ELEMENT, "").await;
        is_live(world).await;
        violates_nothing().await;
        // What is shown in the sandbox, during a jump and after a failure has styles of its own.
        world.browser.run("inside('[value=sandbox]').click()").await;
        world.browser.relay.hold(PROXY_PATH);
        click(world, TARGET).await;
        is_busy(world).await;
        violates_nothing().await;
        let headers = vec![("retry-after", "30")];
        let busy = Mishap::Instead { status: 429, headers, body: Bytes::new() };
        world.browser.relay.spoil(PROXY_PATH, busy);
        world.browser.relay.resume();
        error(world).await;
        violates_nothing().await;
        world.browser.relay.release();
        click(world, TARGET).await;
        world.lands_on(Environment::Sandbox, TARGET).await;
    })
    .await;
}

async fn it_never_violates_a_strict_policy(engine: Engine) {
    it_works_under(engine, STRICT).await;
}

async fn it_works_with_enforced_trusted_types(engine: Engine) {
    it_works_under(engine, TRUSTED_TYPES).await;
}

async fn events_report_a_jump_and_can_prevent_it(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let keep = "addEventListener('pml-navigate', event => event.preventDefault())";
        open(world, STRICT, ELEMENT, keep).await;
        is_live(world).await;
        world.browser.run("inside('[value=sandbox]').click()").await;
        click(world, TARGET).await;
        let jump = json!({ "environment": "sandbox", "redirect": "payout_settings" });
        let expected = json!([
            ["environment-change", { "environment": "sandbox" }],
            ["start", jump],
            ["navigate", jump],
        ]);
        until("the page is asked", async || seen(world).await == expected).await;
        assert_eq!(world.platform.visits(), 0);
        assert_eq!(
            world.browser.run("return document.querySelector(':state(busy)')").await,
            Value::Null
        );
    })
    .await;
}

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
        assert!(error(world).await.contains("confirm that it's you"));
        let seen = seen(world).await;
        assert_eq!(seen[1][0], "error");
        assert_eq!(seen[1][1]["code"], "step_up_required");
        assert_eq!(seen[1][1]["recoverable"], true);
    })
    .await;
}

async fn the_pages_styles_do_not_reach_into_it(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let hostile =
            "<style>* { all: unset } button, label, p { display: none !important }</style>";
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

async fn moving_it_keeps_the_jump_and_removing_it_cancels(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        open(world, STRICT, &format!("{ELEMENT}<main></main>"), "").await;
        is_live(world).await;
        world.browser.relay.hold(PROXY_PATH);
        click(world, TARGET).await;
        world
            .browser
            .run("document.querySelector('main').append(document.querySelector('paddle-magic-links'))")
            .await;
        assert_eq!(
            world.browser.run("return !!document.querySelector('main :state(busy)')").await,
            true
        );
        world.browser.run("window.kept = document.querySelector('paddle-magic-links'); kept.remove()").await;
        until("it is at rest", async || {
            world.browser.run("return !kept.matches(':state(busy)')").await == true
        })
        .await;
        world.browser.relay.release();
        world.browser.run("document.body.append(kept)").await;
        is_live(world).await;
        click(world, TARGET).await;
        world.lands_on(Environment::Live, TARGET).await;
        assert_eq!(world.platform.visits(), 1);
    })
    .await;
}

async fn invalid_settings_are_logged_and_send_no_request(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let element = "<paddle-magic-links endpoint=ENDPOINT dashboard-live='http://paddle.example' \
                       environments='live staging'></paddle-magic-links>";
        open(world, STRICT, element, "").await;
        is_live(world).await;
        click(world, TARGET).await;
        assert!(error(world).await.contains("isn't set up"));
        assert_eq!(world.platform.sessions_made(), 0);
        let complaints = world.browser.run("return complaints.join()").await.to_string();
        for words in
            [r#"dashboard-live=\"http://paddle.example\": http is for loopback only"#, r#"environments=\"live staging\": \"staging\" is unknown; use sandbox, live"#]
        {
            assert!(complaints.contains(words), "{words}: {complaints}");
        }
    })
    .await;
}

/// An import map with the hash of every file of the package that a page loads, as `SECURITY.md`
/// advises.
fn import_map() -> String {
    let listed = fs::read(package().join("integrity.json")).unwrap();
    let listed: BTreeMap<String, String> = serde_json::from_slice(&listed).unwrap();
    for directory in ["", "languages/"] {
        for file in fs::read_dir(package().join(directory)).unwrap() {
            let path = file.unwrap().path();
            let name = format!("{directory}{}", path.file_name().unwrap().display());
            let is_loaded = path.extension().is_some_and(|kind| kind == "js" || kind == "wasm");
            assert_eq!(listed.contains_key(&name), is_loaded, "{name}");
        }
    }
    let pinned = listed.iter().map(|(file, hash)| (format!("/package/{file}"), json!(hash)));
    let map = json!({ "integrity": Value::Object(pinned.collect()) });
    format!("<script type=importmap>{map}</script>")
}

async fn did_not_load(world: &World) {
    assert!(error(world).await.contains("couldn't be loaded"));
    assert_eq!(world.browser.run("return window.changed ?? null").await, Value::Null);
}

async fn a_pinned_page_refuses_a_changed_file_at_every_try(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        world.browser.relay.spoil(&GLUE, Mishap::Added(b";globalThis.changed = true"));
        // Whoever pins nothing runs it.
        open(world, "", ELEMENT, "").await;
        until("it ran", async || world.browser.run("return window.changed ?? null").await == true)
            .await;
        open_with(world, "", &import_map(), ELEMENT, "").await;
        did_not_load(world).await;
        for _ in 0..3 {
            world.browser.run("window.seen = []; inside('.pml-again').click()").await;
            until("it failed again", async || seen(world).await != json!([])).await;
            did_not_load(world).await;
        }
    })
    .await;
}

async fn a_pinned_page_works_and_can_retry_a_cut_download(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        world.browser.relay.spoil(&GLUE, Mishap::Cut);
        let element = ELEMENT.replace(" endpoint", " lang=de endpoint");
        open_with(world, "", &import_map(), &element, "").await;
        until("it failed", async || seen(world).await != json!([])).await;
        world.browser.relay.release();
        // The words of its language may come only now, and are a reason to try again by itself.
        world.browser.run("inside('.pml-again')?.click()").await;
        is_live(world).await;
        let text = "return inside('section').textContent.includes('Auszahlung')";
        assert_eq!(world.browser.run(text).await, true);
        click(world, TARGET).await;
        world.lands_on(Environment::Live, TARGET).await;
    })
    .await;
}

scenarios! {
    it_never_violates_a_strict_policy;
    it_works_with_enforced_trusted_types;
    events_report_a_jump_and_can_prevent_it;
    a_failing_fetch_session_is_reported;
    the_pages_styles_do_not_reach_into_it;
    moving_it_keeps_the_jump_and_removing_it_cancels;
    invalid_settings_are_logged_and_send_no_request;
    a_pinned_page_refuses_a_changed_file_at_every_try;
    a_pinned_page_works_and_can_retry_a_cut_download,
        except Firefox: "it remembers that an import failed";
}
