//! A real browser, driven as a seller would drive it.

use crate::{platform::Platform, relay::Relay};
use futures_util::FutureExt;
use paddle_magic_links::{Environment, RedirectTarget};
use paddle_magic_links_stand_in::page_name;
use serde_json::{Value, json};
use std::{
    env,
    panic::{AssertUnwindSafe, resume_unwind},
    process::Stdio,
    time::{Duration, Instant},
};
use thirtyfour::{
    By, CapabilitiesHelper, ChromiumLikeCapabilities, DesiredCapabilities, WebDriver, WebElement,
};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

/// Longest wait for anything that should come.
const PATIENCE: Duration = Duration::from_secs(20);

/// One test's world.
pub(crate) struct World {
    pub(crate) platform: Platform,
    pub(crate) browser: Browser,
}

/// Runs a scenario in a world of its own, and at its end checks what holds for every scenario.
pub(crate) async fn in_a_browser(
    referrer_policy: Option<&'static str>,
    scenario: impl AsyncFnOnce(&World),
) {
    let platform = Platform::start(referrer_policy).await;
    let world = World { platform, browser: Browser::start().await };
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
    server: String,
    _process: Child,
}

impl Browser {
    pub(crate) async fn start() -> Self {
        let relay = Relay::start().await;
        let (process, server) = chromedriver().await;
        let mut capabilities = DesiredCapabilities::chrome();
        for argument in [
            "--headless=new",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            // Loopback as well, which browsers do not send to a proxy by themselves.
            "--proxy-bypass-list=<-loopback>",
        ] {
            capabilities.add_arg(argument).unwrap();
        }
        capabilities.add_arg(&format!("--proxy-server={}", relay.address)).unwrap();
        if runs_as_root() {
            capabilities.add_arg("--no-sandbox").unwrap();
        }
        capabilities.set("goog:loggingPrefs", json!({ "browser": "ALL" })).unwrap();
        let driver = WebDriver::new(&server, capabilities).await.unwrap();
        Self { driver, relay, server, _process: process }
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

    pub(crate) async fn text(&self, selector: &str) -> String {
        self.driver.find(By::Css(selector)).await.unwrap().text().await.unwrap()
    }

    /// Waits for the widget's error and returns it.
    pub(crate) async fn error(&self) -> String {
        until("an error is told", async || !self.text("[role=alert]").await.is_empty()).await;
        self.text("[role=alert]").await
    }

    /// Whether the widget waits for a click, with nothing left over from an earlier one.
    pub(crate) async fn is_idle(&self) -> bool {
        self.run(
            "return [...document.querySelectorAll('[role=status], [role=alert]')]
                 .every(line => line.textContent === '')
                 && !document.querySelector('[aria-disabled], .pml-busy')",
        )
        .await
            == true
    }

    pub(crate) async fn run(&self, script: &str) -> Value {
        self.driver.execute(script, vec![]).await.unwrap().json().clone()
    }

    pub(crate) async fn devtools(&self, command: &str, parameters: Value) {
        self.driver.cdp().send_raw(command, parameters).await.unwrap();
    }

    /// How many nodes and listeners the page has, once its garbage is collected.
    pub(crate) async fn counters(&self) -> [u64; 2] {
        let cdp = self.driver.cdp();
        cdp.send_raw("HeapProfiler.collectGarbage", json!({})).await.unwrap();
        let counted = cdp.send_raw("Memory.getDOMCounters", json!({})).await.unwrap();
        ["nodes", "jsEventListeners"].map(|name| counted[name].as_u64().unwrap())
    }

    /// What the console has said since the last time.
    pub(crate) async fn console(&self) -> Vec<String> {
        // Not in the WebDriver standard, but in every Chromium.
        let session = self.driver.handle().session_id();
        let answer = reqwest::Client::new()
            .post(format!("{}/session/{session}/se/log", self.server))
            .body(json!({ "type": "browser" }).to_string())
            .send()
            .await
            .unwrap();
        let answer: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
        let lines = answer["value"].as_array().expect("a list of console lines");
        lines.iter().map(|line| line["message"].to_string()).collect()
    }
}

/// Starts a chromedriver on a free port.
///
/// It listens on IPv4 and IPv6, picks a port that is free on one of them, and ends if the other is
/// taken there; so it is asked more than once.
async fn chromedriver() -> (Child, String) {
    let mut printed = String::new();
    for _ in 0..10 {
        match try_chromedriver().await {
            Ok(started) => return started,
            Err(output) => printed = output,
        }
    }
    panic!("chromedriver does not start; it printed: {printed}");
}

async fn try_chromedriver() -> Result<(Child, String), String> {
    let program = env::var("CHROMEDRIVER").unwrap_or_else(|_| "chromedriver".into());
    let mut process = Command::new(&program)
        .arg("--port=0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap_or_else(|error| {
            panic!("{program} does not start ({error}): run cargo xtask setup")
        });
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let mut printed = String::new();
    while let Some(line) = lines.next_line().await.unwrap() {
        if let Some((_, port)) = line.split_once("started successfully on port ") {
            let server = format!("http://127.0.0.1:{}", port.trim_end_matches('.'));
            // What it prints later must not block it.
            tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
            return Ok((process, server));
        }
        printed += &line;
    }
    Err(printed)
}

/// Chromium's sandbox does not start for root.
fn runs_as_root() -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
    }
    #[cfg(not(unix))]
    false
}

/// Waits for a condition, but not for ever.
pub(crate) async fn until(what: &str, condition: impl AsyncFn() -> bool) {
    let start = Instant::now();
    while !condition().await {
        assert!(start.elapsed() < PATIENCE, "waited in vain: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
