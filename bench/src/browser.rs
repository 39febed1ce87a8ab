//! Loads pages in Chromium, and measures them.

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};
use std::{env, process::Stdio, time::Duration};
use thirtyfour::{Capabilities, WebDriver};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
    time,
};

/// How long the pointer is over a button before the click, for a fast user.
const POINTING: Duration = Duration::from_millis(100);

/// The condition under which a page is loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Condition {
    /// Unthrottled.
    Unthrottled,
    /// "Slow 4G" of the browser's developer tools, with the CPU slowed four times.
    /// <https://github.com/ChromeDevTools/devtools-frontend/blob/main/front_end/core/sdk/NetworkManager.ts>
    SlowPhone,
}

/// One load of a page, with a click on its first button in the first frame that shows it. Times are
/// in milliseconds from the start of the navigation.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Load {
    /// When all buttons are on the screen and take clicks.
    pub(crate) visible: f64,
    /// When the request for a code leaves.
    pub(crate) live: f64,
    /// The tasks of 50 ms and more until then.
    pub(crate) long_tasks: Vec<f64>,
    /// Bytes of WebAssembly memory.
    pub(crate) wasm_memory: f64,
    /// Bytes of JavaScript's heap after a collection.
    #[serde(default)]
    pub(crate) heap: f64,
}

/// A browser with a new profile.
pub(crate) struct Browser {
    driver: WebDriver,
    version: String,
    _server: Child,
}

impl Browser {
    pub(crate) async fn start() -> Result<Self> {
        let program = env::var("CHROMEDRIVER").unwrap_or_else(|_| "chromedriver".into());
        let mut server = Command::new(&program)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("{program} does not start: run cargo xtask setup"))?;
        let mut lines =
            BufReader::new(server.stdout.take().context("chromedriver's output")?).lines();
        let port = loop {
            let line = lines.next_line().await?.context("chromedriver ended at once")?;
            if let Some((_, port)) = line.split_once("started successfully on port ") {
                break port.trim_end_matches('.').to_owned();
            }
        };
        let mut arguments = vec![
            "--headless=new",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ];
        if is_root() {
            // Its sandbox does not start for root.
            arguments.push("--no-sandbox");
        }
        let wishes = json!({ "goog:chromeOptions": { "args": arguments } });
        let Value::Object(wishes) = wishes else { unreachable!("an object is written above") };
        let capabilities = Capabilities::from(wishes);
        let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities).await?;
        driver.set_script_timeout(Duration::from_mins(1)).await?;
        let version = driver.cdp().send_raw("Browser.getVersion", json!({})).await?;
        let version = version["product"].as_str().unwrap_or_default().to_owned();
        Ok(Self { driver, version, _server: server })
    }

    pub(crate) fn version(&self) -> &str {
        &self.version
    }

    pub(crate) async fn quit(self) -> Result<()> {
        Ok(self.driver.quit().await?)
    }

    /// Loads a page in a tab of its own, for the first time in this browser.
    pub(crate) async fn load(&self, page: &str, condition: Condition) -> Result<Load> {
        let first = self.driver.window().await?;
        let tab = self.driver.new_tab().await?;
        self.driver.switch_to_window(tab).await?;
        self.observe(true).await?;
        if condition == Condition::SlowPhone {
            let network = json!({
                "offline": false,
                "latency": 562.5,
                "downloadThroughput": 180_000,
                "uploadThroughput": 84_375,
            });
            self.command("Network.enable", json!({})).await?;
            self.command("Network.emulateNetworkConditions", network).await?;
            self.command("Emulation.setCPUThrottlingRate", json!({ "rate": 4 })).await?;
        }
        self.driver.goto(page).await?;
        let mut load: Load = self
            .ask(
                "const done = arguments[0];
                 observed.firstClick.then(() => done({
                   visible: observed.visible,
                   live: observed.live,
                   longTasks: observed.longTasks,
                   wasmMemory: observed.memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0),
                 }));",
            )
            .await
            .context("a click in the first frame was lost, or the widget did not become live")?;
        self.command("HeapProfiler.collectGarbage", json!({})).await?;
        let heap = self.driver.cdp().send_raw("Runtime.getHeapUsage", json!({})).await?;
        load.heap = heap["usedSize"].as_f64().context("no usedSize of the heap")?;
        self.driver.close_window().await?;
        self.driver.switch_to_window(first).await?;
        Ok(load)
    }

    /// Loads the page, waits until it is idle, and clicks as a seller does: the pointer is over the
    /// button for a moment first. Returns the time of the click, in milliseconds of the Unix epoch, and
    /// its result. No command is sent to the driver meanwhile, because each takes some of the time that
    /// is measured.
    pub(crate) async fn click<T>(
        &self,
        page: &str,
        outcome: impl Future<Output = Result<T>>,
    ) -> Result<(f64, T)> {
        let first = self.driver.window().await?;
        let tab = self.driver.new_tab().await?;
        self.driver.switch_to_window(tab).await?;
        self.observe(false).await?;
        self.driver.goto(page).await?;
        let (x, y): (f64, f64) = self
            .ask(
                "const done = arguments[0];
                 const rest = () => requestIdleCallback(() => {
                   const { x, y, width, height } = observed.buttons()[0].getBoundingClientRect();
                   done([x + width / 2, y + height / 2]);
                 });
                 addEventListener('click', () => {
                   document.cookie = `clicked=${performance.timeOrigin + performance.now()}`;
                 }, true);
                 setTimeout(rest, 500);",
            )
            .await?;
        for (kind, button, buttons) in
            [("mouseMoved", "none", 0), ("mousePressed", "left", 1), ("mouseReleased", "left", 0)]
        {
            let pointer = json!({
                "type": kind, "x": x, "y": y, "button": button, "buttons": buttons, "clickCount": 1,
            });
            self.command("Input.dispatchMouseEvent", pointer).await?;
            if kind == "mouseMoved" {
                time::sleep(POINTING).await;
            }
        }
        let outcome = outcome.await?;
        // The page is gone; what it noted is left.
        let clicked = self.driver.get_named_cookie("clicked").await?.value;
        self.driver.close_window().await?;
        self.driver.switch_to_window(first).await?;
        let clicked = clicked.parse().with_context(|| format!("not a time: {clicked:?}"))?;
        Ok((clicked, outcome))
    }

    async fn observe(&self, click_at_once: bool) -> Result<()> {
        let observer = include_str!("observer.js");
        ensure!(observer.contains("CLICK_AT_ONCE"), "observer.js has no place for the wish");
        let source = observer.replace("CLICK_AT_ONCE", &click_at_once.to_string());
        self.command("Page.enable", json!({})).await?;
        self.command("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source })).await
    }

    async fn command(&self, name: &str, parameters: Value) -> Result<()> {
        self.driver.cdp().send_raw(name, parameters).await.with_context(|| name.to_owned())?;
        Ok(())
    }

    async fn ask<T: DeserializeOwned>(&self, script: &str) -> Result<T> {
        let answer = self.driver.execute_async(script, Vec::new()).await?;
        Ok(serde_json::from_value(answer.json().clone())?)
    }
}

fn is_root() -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
    }
    #[cfg(not(unix))]
    false
}
