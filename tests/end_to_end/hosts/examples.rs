//! The examples, as `cargo xtask examples` builds them.

use crate::harness::{
    browser::{World, in_a_browser, until},
    element::{self, click, is_live},
    engine::Engine,
    platform::{PROXY_PATH, target},
    scenario::scenarios,
};
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use serde_json::json;
use std::process::Stdio;
use thirtyfour::By;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

const TARGET: RedirectTarget = RedirectTarget::Onboarding;
const WASM: &str = "/pkg/server-rendered-example.wasm";
const INSIDE: &str = "window.inside = selector =>
    document.querySelector('paddle-magic-links')?.shadowRoot.querySelector(selector)";

async fn open(world: &World, page: &str) {
    let page = format!("{}examples/{page}/", world.platform.page());
    world.browser.driver.goto(page).await.unwrap();
}

/// Waits until the window goes to Paddle's own host, which the relay does not let it reach.
pub(super) async fn leaves_for(world: &World, dashboard: &str) {
    let dashboard = format!("https://{dashboard}/magic-sessions/login?");
    until("the window leaves for the dashboard", async || {
        world.browser.url().await.starts_with(&dashboard)
    })
    .await;
    assert_eq!((world.platform.sessions_made(), world.platform.visits()), (1, 0));
}

async fn the_react_app_works_under_strict_mode(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        open(world, "react/dist").await;
        world.browser.run(INSIDE).await;
        is_live(world).await;
        let dashboard = world.platform.stand_in().origin(Environment::Live);
        let set =
            format!("document.querySelector('paddle-magic-links').dashboardLive = {dashboard:?}");
        world.browser.run(&set).await;
        let offered = "return document.querySelector('paddle-magic-links').shadowRoot
            .querySelectorAll('[data-redirect]').length";
        assert_eq!(world.browser.run(offered).await, 2);
        world.browser.relay.hold(PROXY_PATH);
        click(world, TARGET).await;
        until("React is told", async || world.browser.text("#last").await == "Last: onboarding")
            .await;
        world.browser.relay.release();
        world.lands_on(Environment::Live, TARGET).await;
        assert_eq!((world.platform.sessions_made(), world.platform.visits()), (1, 1));
    })
    .await;
}

async fn the_plain_page_sends_its_token_and_leaves_for_paddle(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        open(world, "plain-html").await;
        world.browser.run(INSIDE).await;
        is_live(world).await;
        world.browser.relay.hold(PROXY_PATH);
        click(world, TARGET).await;
        until("the page is told", async || world.browser.text("#last").await == "Last: onboarding")
            .await;
        world.browser.relay.release();
        leaves_for(world, "vendors.paddle.com").await;
        let mint = &world.browser.relay.exchanges_with(PROXY_PATH)[0];
        assert_eq!(mint.request_headers["x-csrf-token"], "from-your-framework");
    })
    .await;
}

async fn a_link_to_the_plain_page_highlights_a_button_and_opens_nothing(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        for (query, highlighted) in [
            ("", json!([])),
            ("?open=payout_settings", json!(["payout_settings"])),
            ("?open=overview", json!([])),
            ("?open=%22%3E%3Cscript%3E", json!([])),
        ] {
            let page = format!("{}examples/plain-html/index.html{query}", world.platform.page());
            world.browser.driver.goto(page).await.unwrap();
            world.browser.run(INSIDE).await;
            is_live(world).await;
            let parts = "const { shadowRoot } = document.querySelector('paddle-magic-links');
                return [...shadowRoot.querySelectorAll('[part~=primary]')].map(({ dataset }) => dataset.redirect)";
            assert_eq!(world.browser.run(parts).await, highlighted, "{query}");
        }
        assert_eq!(world.platform.sessions_made(), 0);
    })
    .await;
}

/// As a server writes it, in `docs/emails.md`.
const HIGHLIGHTED: &str = r#"
    <paddle-magic-links
      endpoint="/api/paddle/magic-sessions"
      environments="live"
      redirects='[{"redirect":"onboarding","primary":true,"badge":"2 documents missing"},"payout_settings"]'
      sign-in="/login?next={return}"
    ></paddle-magic-links>
"#;

async fn markup_highlights_a_button_and_says_what_is_missing(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        element::open(world, "", HIGHLIGHTED, "").await;
        is_live(world).await;
        let shown = "return inside('[part~=primary]').textContent";
        let shown = world.browser.run(shown).await;
        let shown = shown.as_str().unwrap();
        assert!(shown.contains("Onboarding") && shown.contains("2 documents missing"), "{shown}");
        assert_eq!(world.browser.run("return complaints").await, json!([]));
    })
    .await;
}

async fn the_plain_page_hears_of_the_return(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        open(world, "plain-html").await;
        world.browser.run(INSIDE).await;
        is_live(world).await;
        let back =
            "document.querySelector('paddle-magic-links').dispatchEvent(new Event('pml-return'))";
        world.browser.run(back).await;
        assert_eq!(world.browser.text("#last").await, "Last: back from Paddle");
    })
    .await;
}

async fn the_client_side_app_leaves_for_paddle(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        open(world, "client-side").await;
        until("the widget", async || world.browser.driver.find(By::Css(".pml-root")).await.is_ok())
            .await;
        world.browser.relay.hold(PROXY_PATH);
        world.browser.click(TARGET).await;
        until("the app is told", async || world.browser.text("#last").await == "Last: onboarding")
            .await;
        world.browser.relay.release();
        leaves_for(world, "sandbox-vendors.paddle.com").await;
    })
    .await;
}

/// Starts an example's server on a free port, with no keys but those in `variables`.
pub(super) async fn serve(name: &str, variables: &[(&str, &str)]) -> (Child, String) {
    let mut process = Command::new(target().join(format!("debug/{name}-example")))
        .env("LEPTOS_OUTPUT_NAME", format!("{name}-example"))
        .env("LEPTOS_SITE_ROOT", target().join("examples").join(name))
        .env("LEPTOS_SITE_ADDR", "127.0.0.1:0")
        .env_remove("PADDLE_SANDBOX_USER_API_KEY")
        .env_remove("PADDLE_LIVE_USER_API_KEY")
        .envs(variables.iter().copied())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let page = lines.next_line().await.unwrap().expect("the example prints its address");
    (process, page)
}

/// Chooses the sandbox before hydration, and waits until hydration picks that up.
async fn comes_alive(world: &World, page: &str) {
    world.browser.relay.hold(WASM);
    world.browser.driver.goto(page).await.unwrap();
    world.browser.choose(Environment::Sandbox).await;
    let shown = "return document.querySelector('.pml-root').dataset.environment";
    assert_eq!(world.browser.run(shown).await, "live");
    world.browser.relay.resume();
    until("the page is alive", async || world.browser.run(shown).await == "sandbox").await;
}

async fn the_server_rendered_page_hydrates_without_warnings(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let (_process, page) = serve("server-rendered", &[]).await;
        world.browser.console().await;
        comes_alive(world, &page).await;
        assert_eq!(world.browser.console().await, Vec::<String>::new());
    })
    .await;
}

async fn the_server_rendered_page_asks_its_proxy_only_on_click(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let (_process, page) = serve("server-rendered", &[]).await;
        let requests = || world.browser.relay.asked(PROXY_PATH).len();
        comes_alive(world, &page).await;
        assert_eq!(requests(), 0);
        world.browser.click(TARGET).await;
        assert!(world.browser.error().await.contains("don't have a Paddle sandbox account"));
        assert_eq!(requests(), 1);
        assert_eq!(world.browser.text("#last").await, "Last: environment_not_configured");
    })
    .await;
}

const CANT_SWITCH: &str = "its driver can't switch scripting off";

async fn the_server_rendered_widget_shows_with_scripting_off(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let (_process, page) = serve("server-rendered", &[]).await;
        world
            .browser
            .devtools("Emulation.setScriptExecutionDisabled", json!({ "value": true }))
            .await;
        world.browser.driver.goto(page).await.unwrap();
        for target in RedirectTarget::ALL {
            assert!(world.browser.button(target).await.is_displayed().await.unwrap());
        }
        let live = world.browser.driver.find(By::Css("[value=live]")).await.unwrap();
        assert!(live.is_selected().await.unwrap());
    })
    .await;
}

scenarios! {
    the_react_app_works_under_strict_mode;
    the_plain_page_sends_its_token_and_leaves_for_paddle;
    a_link_to_the_plain_page_highlights_a_button_and_opens_nothing;
    markup_highlights_a_button_and_says_what_is_missing;
    the_plain_page_hears_of_the_return;
    the_client_side_app_leaves_for_paddle;
    the_server_rendered_page_hydrates_without_warnings,
        except Firefox: "its console also has the browser's own remarks",
        except WebKit: "its driver does not tell what is on the console";
    the_server_rendered_page_asks_its_proxy_only_on_click;
    the_server_rendered_widget_shows_with_scripting_off,
        except Firefox: CANT_SWITCH, except WebKit: CANT_SWITCH;
}
