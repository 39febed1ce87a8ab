//! The browser engines, each driven through its own `WebDriver` server.

use serde_json::{Value, json};
use std::{
    env, fmt,
    net::SocketAddr,
    process::Stdio,
    sync::{Arc, Mutex},
};
use thirtyfour::Capabilities;
use tokio::{
    io::{AsyncBufRead, AsyncBufReadExt, BufReader, Lines},
    net::{TcpListener, TcpStream},
    process::{Child, Command},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Engine {
    Chromium,
    Firefox,
    WebKit,
}

impl fmt::Display for Engine {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
        })
    }
}

impl Engine {
    pub(crate) const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::WebKit];

    /// Its `WebDriver` server.
    fn driver(self) -> String {
        let (variable, program) = match self {
            Self::Chromium => ("CHROMEDRIVER", "chromedriver"),
            Self::Firefox => ("GECKODRIVER", "geckodriver"),
            Self::WebKit => ("WEBKITDRIVER", "WebKitWebDriver"),
        };
        env::var(variable).unwrap_or_else(|_| program.into())
    }

    /// What to install, if the engine can't be driven on this machine.
    pub(crate) fn missing(self) -> Option<String> {
        let driver = self.driver();
        let starts = |program: &str, argument: &str| {
            let mut command = std::process::Command::new(program);
            command.arg(argument).stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
        };
        if !starts(&driver, "--version") {
            return Some(format!("{driver} is not installed: run cargo xtask setup"));
        }
        // WebKitGTK has no headless mode.
        (self == Self::WebKit && !is_headed() && !starts("Xvfb", "-version"))
            .then(|| "Xvfb is not installed: run cargo xtask setup".into())
    }

    /// The capabilities of a session, with `more` of them: an object, or null for none. All requests go
    /// through the proxy, those to loopback as well.
    pub(crate) fn capabilities(self, proxy: SocketAddr, more: Value) -> Capabilities {
        let manual = json!({ "proxyType": "manual", "httpProxy": proxy.to_string(), "sslProxy": proxy.to_string() });
        let wishes = match self {
            Self::Chromium => {
                let mut arguments = vec![
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--proxy-bypass-list=<-loopback>",
                ];
                if !is_headed() {
                    arguments.push("--headless=new");
                }
                if runs_as_root() {
                    // Its sandbox does not start for root.
                    arguments.push("--no-sandbox");
                }
                json!({
                    "proxy": manual,
                    "goog:chromeOptions": {
                        "args": arguments,
                        // Sellers have the popup blocker, so it stays on.
                        "excludeSwitches": ["disable-popup-blocking"],
                    },
                    "goog:loggingPrefs": { "browser": "ALL" },
                })
            }
            Self::Firefox => json!({
                "proxy": manual,
                "moz:firefoxOptions": {
                    "args": if is_headed() { json!([]) } else { json!(["-headless"]) },
                    "prefs": {
                        "network.proxy.allow_hijacking_localhost": true,
                        "devtools.console.stdout.content": true,
                        // Sellers have the popup blocker, so it stays on.
                        "dom.disable_open_during_load": true,
                    },
                },
            }),
            Self::WebKit => json!({ "proxy": manual }),
        };
        let Value::Object(mut wishes) = wishes else { unreachable!("an object is written above") };
        if let Value::Object(more) = more {
            wishes.extend(more);
        }
        wishes.into()
    }

    /// Starts a `WebDriver` server on a free port.
    pub(crate) async fn start(self) -> Server {
        let mut printed = String::new();
        // chromedriver picks a port that is free on IPv4 or IPv6, and exits if the other one is taken.
        // For the other two, the port that was free may be taken by the time they start.
        for _ in 0..10 {
            let started = match self {
                Self::Chromium => self.start_chromedriver().await,
                Self::Firefox => self.start_on_free_port(Command::new(self.driver()), None).await,
                Self::WebKit => self.start_webkit().await,
            };
            match started {
                Ok(server) => return server,
                Err(output) => printed = output,
            }
        }
        panic!("{} does not start; it printed: {printed}", self.driver());
    }

    async fn start_chromedriver(self) -> Result<Server, String> {
        let mut process = spawn(Command::new(self.driver()).arg("--port=0"));
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let mut printed = String::new();
        while let Some(line) = lines.next_line().await.unwrap() {
            if let Some((_, port)) = line.split_once("started successfully on port ") {
                let address = format!("http://127.0.0.1:{}", port.trim_end_matches('.'));
                let printed = read_on(lines);
                return Ok(Server { address, printed, _process: process, _display: None });
            }
            printed += &line;
        }
        Err(printed)
    }

    async fn start_webkit(self) -> Result<Server, String> {
        if is_headed() {
            return self.start_on_free_port(self.webkit_driver(), None).await;
        }
        // It exits with the browser, its only client.
        let mut display = spawn(Command::new("Xvfb").args([
            "-displayfd",
            "1",
            "-nolisten",
            "tcp",
            "-terminate",
            "-screen",
            "0",
            "1280x1024x24",
        ]));
        let mut lines = BufReader::new(display.stdout.take().unwrap()).lines();
        let number = lines.next_line().await.unwrap().ok_or("Xvfb ended")?;
        let mut driver = self.webkit_driver();
        driver.env("DISPLAY", format!(":{}", number.trim()));
        self.start_on_free_port(driver, Some(display)).await
    }

    fn webkit_driver(self) -> Command {
        let mut driver = Command::new(self.driver());
        if runs_as_root() {
            driver.env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1");
        }
        driver
    }

    async fn start_on_free_port(
        self,
        mut driver: Command,
        display: Option<Child>,
    ) -> Result<Server, String> {
        let port = {
            let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
            listener.local_addr().unwrap().port()
        };
        let mut process = spawn(driver.arg(format!("--port={port}")));
        let printed = read_on(BufReader::new(process.stdout.take().unwrap()).lines());
        while TcpStream::connect(("127.0.0.1", port)).await.is_err() {
            if let Some(status) = process.try_wait().unwrap() {
                return Err(status.to_string());
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        let address = format!("http://127.0.0.1:{port}");
        Ok(Server { address, printed, _process: process, _display: display })
    }
}

/// A running `WebDriver` server; it ends when this is dropped.
pub(crate) struct Server {
    pub(crate) address: String,
    /// What it and its browser have printed.
    pub(crate) printed: Arc<Mutex<Vec<String>>>,
    _process: Child,
    _display: Option<Child>,
}

fn spawn(command: &mut Command) -> Child {
    command.stdout(Stdio::piped()).stderr(Stdio::null()).kill_on_drop(true);
    command.spawn().unwrap_or_else(|error| {
        let program = command.as_std().get_program().display();
        panic!("{program} does not start ({error}): run cargo xtask setup")
    })
}

/// Keeps reading, as a full pipe would block the program.
fn read_on(
    mut lines: Lines<impl AsyncBufRead + Unpin + Send + 'static>,
) -> Arc<Mutex<Vec<String>>> {
    let printed = Arc::<Mutex<Vec<String>>>::default();
    let all = printed.clone();
    tokio::spawn(async move {
        while let Ok(Some(line)) = lines.next_line().await {
            all.lock().unwrap().push(line);
        }
    });
    printed
}

/// Whether the browsers are shown: `cargo xtask e2e --headed`.
fn is_headed() -> bool {
    env::var_os("HEADED").is_some()
}

fn runs_as_root() -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
    }
    #[cfg(not(unix))]
    false
}
