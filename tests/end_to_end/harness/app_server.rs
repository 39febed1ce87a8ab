//! A server of an app: a framework's own, or a platform's.

use crate::harness::platform::target;
use std::{
    env,
    fs::{self, File},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    thread,
    time::{Duration, Instant},
};

/// The longest wait for a server, which may build the page on the first request.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

/// An app's server, which ends when this is dropped.
pub(crate) struct AppServer {
    process: Child,
    log: PathBuf,
    pub(crate) page: String,
}

impl AppServer {
    /// Starts a program of the app's, with `PORT` in its arguments for the port.
    pub(crate) async fn start(app: &str, program: &[&str]) -> Self {
        Self::start_with(app, program, &[]).await
    }

    /// The same with more variables in its environment.
    pub(crate) async fn start_with(
        app: &str,
        program: &[&str],
        variables: &[(&str, &str)],
    ) -> Self {
        let app = target().join(app);
        for _ in 0..5 {
            let address = free_address();
            let (process, log) = spawn(&app, program, variables, address);
            let mut server = Self { process, log, page: format!("http://{address}/") };
            if server.answers().await {
                return server;
            }
            eprintln!("{program:?} ended: {}", server.printed());
        }
        panic!("{program:?} does not start in {}", app.display());
    }

    /// Whether it answers before it ends. To listen is not enough: many servers first listen on a port for
    /// a moment to see whether it is free, and a page asked for then gets no response.
    async fn answers(&mut self) -> bool {
        let start = Instant::now();
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        while client.get(&self.page).timeout(PATIENCE).send().await.is_err() {
            if self.process.try_wait().unwrap().is_some() {
                return false;
            }
            assert!(start.elapsed() < PATIENCE, "nobody answers at {}", self.page);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        true
    }

    /// Where it prints to.
    pub(crate) fn log(&self) -> &Path {
        &self.log
    }

    fn printed(&self) -> String {
        // A server may print what a request had, which is not always text.
        String::from_utf8_lossy(&fs::read(&self.log).unwrap()).into_owned()
    }
}

impl Drop for AppServer {
    /// Terminates it first, so that it can stop its own children, and kills it if it does not exit.
    fn drop(&mut self) {
        if thread::panicking() {
            eprintln!("the server of {} printed: {}", self.page, self.printed());
        }
        let _ = Command::new("kill").arg(self.process.id().to_string()).status();
        let start = Instant::now();
        while self.process.try_wait().is_ok_and(|ended| ended.is_none()) {
            if start.elapsed() > Duration::from_secs(5) {
                let _ = self.process.kill();
            }
            thread::sleep(Duration::from_millis(20));
        }
    }
}

/// The port is below the range for outgoing connections. One of those could take it before the server
/// does, even a connection to the port itself.
fn free_address() -> SocketAddr {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    loop {
        let number = std::process::id().wrapping_add(COUNT.fetch_add(1, Ordering::Relaxed));
        let port = 20_000 + u16::try_from(number % 10_000).unwrap();
        // If this fails, the port is taken.
        if let Ok(listener) = std::net::TcpListener::bind(("127.0.0.1", port)) {
            return listener.local_addr().unwrap();
        }
    }
}

fn spawn(
    app: &Path,
    program: &[&str],
    variables: &[(&str, &str)],
    address: SocketAddr,
) -> (Child, PathBuf) {
    let log = app.join("server.log");
    let output = File::create(&log).unwrap_or_else(|error| {
        panic!("{} is not built ({error}): run cargo xtask e2e", app.display())
    });
    let port = address.port().to_string();
    // The app's own programs come before those that all hosts share.
    let installed = [app.to_owned(), target().join("hosts")];
    let installed = installed.map(|directory| directory.join("node_modules/.bin"));
    let inherited = env::var_os("PATH").unwrap_or_default();
    let paths = installed.into_iter().chain(env::split_paths(&inherited));
    let mut command = Command::new(program[0]);
    command
        .args(program[1..].iter().map(|argument| argument.replace("PORT", &port)))
        .current_dir(app)
        .env("PATH", env::join_paths(paths).unwrap())
        .env("HOST", "127.0.0.1")
        .env("PORT", &port)
        .env("NG_CLI_ANALYTICS", "false")
        .envs(variables.iter().copied())
        .stdin(Stdio::null())
        .stdout(output.try_clone().unwrap())
        .stderr(output);
    for of in ["ASTRO", "NEXT", "NUXT"] {
        command.env(format!("{of}_TELEMETRY_DISABLED"), "1");
    }
    let process = command.spawn().unwrap_or_else(|error| {
        panic!("{} does not start ({error}): run cargo xtask e2e", program[0])
    });
    (process, log)
}
