//! A real browser, driven as a seller would drive it.

use crate::harness::{
    engine::{Engine, Server},
    platform::Platform,
    relay::Relay,
};
use futures_util::FutureExt;
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use paddle_magic_links_stand_in::page_name;
use serde_json::{Value, json};
use std::{
    panic::{AssertUnwindSafe, resume_unwind},
    time::{Duration, Instant},
};
use thirtyfour::{By, WebDriver, WebElement, WindowHandle};

/// The longest wait for a condition.
const PATIENCE: Duration = Duration::from_secs(30);

/// The platform and the browser of one test.
pub(crate) struct World {
    pub(crate) platform: Platform,
    pub(crate) browser: Browser,
}

/// Runs a scenario in a world of its own, and fails it if the wasm has panicked.
pub(crate) async fn in_a_browser(
    engine: Engine,
    referrer_policy: Option<&'static str>,
    scenario: impl AsyncFnOnce(&World),
) {
    let world = World {
        platform: Platform::start(referrer_policy).await,
        browser: Browser::start(engine, Value::Null).await,
    };
    run(world, scenario).await;
}

/// The same with more capabilities of `WebDriver`.
pub(crate) async fn in_a_browser_with(
    engine: Engine,
    capabilities: Value,
    scenario: impl AsyncFnOnce(&World),
) {
    let world = World {
        platform: Platform::start(None).await,
        browser: Browser::start(engine, capabilities).await,
    };
    run(world, scenario).await;
}

async fn run(world: World, scenario: impl AsyncFnOnce(&World)) {
    let outcome = AssertUnwindSafe(async {
        world.open_page().await;
        scenario(&world).await;
        for line in world.browser.console().await {
            assert!(!line.contains("panicked") && !line.contains("unreachable"), "{line}");
        }
    })
    .catch_unwind()
    .await;
    world.browser.quit().await;
    if let Err(panic) = outcome {
        resume_unwind(panic);
    }
}

impl World {
    /// Opens the payments page and waits for the widget.
    pub(crate) async fn open_page(&self) {
        self.browser.open(&self.platform.page()).await;
    }

    pub(crate) async fn is_on_page(&self) -> bool {
        self.browser.url().await == self.platform.page()
    }

    /// Waits until the stand-in's page for this environment and target is shown.
    pub(crate) async fn lands_on(&self, environment: Environment, target: RedirectTarget) {
        self.browser.lands_on(environment, target).await;
        let url = self.browser.url().await;
        assert!(url.starts_with(self.platform.stand_in().origin(environment)));
    }
}

pub(crate) struct Browser {
    pub(crate) driver: WebDriver,
    pub(crate) relay: Relay,
    engine: Engine,
    server: Server,
}

impl Browser {
    /// Starts the engine; `more` capabilities are an object, or null for none.
    pub(crate) async fn start(engine: Engine, more: Value) -> Self {
        let relay = Relay::start().await;
        let server = engine.start().await;
        let capabilities = engine.capabilities(relay.address, more);
        let driver = WebDriver::new(&server.address, capabilities).await.unwrap();
        Self { driver, relay, engine, server }
    }

    pub(crate) async fn quit(&self) {
        self.driver.clone().quit().await.unwrap();
    }

    /// Opens a page with the widget and waits for it.
    pub(crate) async fn open(&self, page: &str) {
        self.driver.goto(page).await.unwrap();
        until("the widget is on the page", async || {
            self.driver.find(By::Css("[data-redirect]")).await.is_ok()
        })
        .await;
    }

    /// Waits until a stand-in's page for this environment and target is shown.
    pub(crate) async fn lands_on(&self, environment: Environment, target: RedirectTarget) {
        let title = format!("{} · Paddle {environment} (stand-in)", page_name(target));
        until(&title, async || self.driver.title().await.unwrap() == title).await;
        assert_eq!(self.text("h1").await, page_name(target));
        assert_eq!(self.text(".environment").await, environment.as_str());
    }

    pub(crate) async fn url(&self) -> String {
        self.driver.current_url().await.unwrap().to_string()
    }

    pub(crate) async fn choose(&self, environment: Environment) {
        let choice = format!("label:has([value={environment}])");
        self.driver.find(By::Css(choice)).await.unwrap().click().await.unwrap();
    }

    pub(crate) async fn button(&self, target: RedirectTarget) -> WebElement {
        self.driver.find(By::Css(format!("[data-redirect={target}]"))).await.unwrap()
    }

    pub(crate) async fn click(&self, target: RedirectTarget) {
        self.button(target).await.click().await.unwrap();
    }

    pub(crate) async fn tabs(&self) -> Vec<WindowHandle> {
        self.driver.windows().await.unwrap()
    }

    /// Waits for a second tab, and returns it.
    pub(crate) async fn new_tab(&self) -> WindowHandle {
        let page = self.driver.window().await.unwrap();
        until("a new tab", async || self.tabs().await.len() == 2).await;
        self.tabs().await.into_iter().find(|tab| *tab != page).unwrap()
    }

    pub(crate) async fn switch_to(&self, tab: &WindowHandle) {
        self.driver.switch_to_window(tab.clone()).await.unwrap();
    }

    /// The text as it is shown. A script reads it, because `WebKit`'s own command has failed with "Could not
    /// parse element text".
    pub(crate) async fn text(&self, selector: &str) -> String {
        let script = format!("return document.querySelector({selector:?}).innerText");
        self.run(&script).await.as_str().unwrap().trim().to_owned()
    }

    /// Waits for the widget's error and returns its text, including what only screen readers get.
    pub(crate) async fn error(&self) -> String {
        // In server-rendered markup an empty text is a space.
        let said = "return document.querySelector('[role=alert]').textContent.trim()";
        until("an error is told", async || self.run(said).await != "").await;
        self.run(said).await.as_str().unwrap().to_owned()
    }

    /// Whether the widget is idle and shows no message.
    pub(crate) async fn is_idle(&self) -> bool {
        self.run(
            "return [...document.querySelectorAll('[role=status], [role=alert]')]
                 .every(line => line.textContent === '')
                 && !document.querySelector('[aria-disabled], [aria-busy]')",
        )
        .await
            == true
    }

    /// Runs the body of an async function in the page.
    pub(crate) async fn run(&self, script: &str) -> Value {
        let script = format!("return (async () => {{ {script} }})()");
        self.driver.execute(&script, vec![]).await.unwrap().json().clone()
    }

    pub(crate) async fn devtools(&self, command: &str, parameters: Value) {
        self.driver.cdp().send_raw(command, parameters).await.unwrap();
    }

    /// The page's numbers of nodes and listeners, after a garbage collection.
    pub(crate) async fn counters(&self) -> [u64; 2] {
        let cdp = self.driver.cdp();
        cdp.send_raw("HeapProfiler.collectGarbage", json!({})).await.unwrap();
        let counted = cdp.send_raw("Memory.getDOMCounters", json!({})).await.unwrap();
        ["nodes", "jsEventListeners"].map(|name| counted[name].as_u64().unwrap())
    }

    /// The console's lines since the last call. In Firefox the browser's own messages are among them; in
    /// `WebKit` there are none, as its driver does not report them.
    pub(crate) async fn console(&self) -> Vec<String> {
        if self.engine != Engine::Chromium {
            return std::mem::take(&mut *self.server.printed.lock().unwrap());
        }
        // Not in the WebDriver standard.
        let session = self.driver.handle().session_id();
        let answer = reqwest::Client::new()
            .post(format!("{}/session/{session}/se/log", self.server.address))
            .body(json!({ "type": "browser" }).to_string())
            .send()
            .await
            .unwrap();
        let answer: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
        let lines = answer["value"].as_array().expect("a list of console lines");
        lines.iter().map(|line| line["message"].to_string()).collect()
    }
}

/// Waits for a condition, for [`PATIENCE`] at most.
pub(crate) async fn until(what: &str, condition: impl AsyncFn() -> bool) {
    let start = Instant::now();
    while !condition().await {
        assert!(start.elapsed() < PATIENCE, "waited in vain: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
