//! Compares the proxy under load with nginx as a plain reverse proxy to the same stand-in. Each is a
//! process of its own.

use crate::figures::Figures;
use anyhow::{Context, Result, bail, ensure};
use axum::http::request::Parts;
use paddle_magic_links_protocol::Environment;
use paddle_magic_links_proxy::{
    Limits, Paddle, Proxy, Rate, Refusal, RefusalCode, Seller, Sellers, UserApiKey,
};
use paddle_magic_links_stand_in::{Keys, Options, StandIn};
use serde::Deserialize;
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    net::{TcpListener, TcpStream},
    process::{Child, Command},
};

const KEY: &str = "invented-live-user-api-key";

/// Connections that are open at once, as in a busy hour of a large platform.
pub(crate) const CONNECTIONS: u32 = 32;

/// The number of runs of each, and how long a run takes. There are many, because a machine that stalls
/// for a moment spoils a run.
pub(crate) const RUNS: usize = 15;
const LENGTH: &str = "3s";

/// The figures of both.
pub(crate) struct Proxies {
    pub(crate) ours: Load,
    pub(crate) nginx: Load,
    pub(crate) nginx_version: String,
}

/// The figures of one of them under load.
#[derive(Default)]
pub(crate) struct Load {
    pub(crate) requests_per_second: Figures,
    /// The 50th, 90th and 99th percentile of a request's time, in milliseconds.
    pub(crate) latency: [Figures; 3],
    /// The most memory, in bytes.
    pub(crate) memory: f64,
}

/// As `post.lua` prints it.
#[derive(Deserialize)]
struct Summary {
    requests: f64,
    microseconds: f64,
    p50: f64,
    p90: f64,
    p99: f64,
    errors: u64,
}

pub(crate) async fn measure() -> Result<Proxies> {
    let (_stand_in, paddle) = start_own(&["stand-in"]).await?;
    let (ours, our_origin) = start_own(&["proxy", &paddle]).await?;
    let directory = tempfile::tempdir()?;
    let nginx = Nginx::start(directory.path(), &paddle).await?;
    let script = directory.path().join("post.lua");
    fs::write(&script, include_str!("post.lua"))?;

    let mut proxies = Proxies {
        ours: Load::default(),
        nginx: Load::default(),
        nginx_version: nginx_version().await?,
    };
    for run in 0..=RUNS {
        for (load, origin) in
            [(&mut proxies.ours, &our_origin), (&mut proxies.nginx, &nginx.origin)]
        {
            let summary = press(origin, &script).await?;
            ensure!(summary.errors == 0, "{} requests to {origin} failed", summary.errors);
            // The first opens the connections and the memory that the others use.
            if run > 0 {
                load.add(&summary);
            }
        }
    }
    proxies.ours.memory = memory(&ours)?;
    proxies.nginx.memory = memory(&nginx.process)?;
    Ok(proxies)
}

impl Load {
    fn add(&mut self, summary: &Summary) {
        self.requests_per_second.add(summary.requests / summary.microseconds * 1e6);
        let Summary { p50, p90, p99, .. } = summary;
        for (figures, microseconds) in self.latency.iter_mut().zip([p50, p90, p99]) {
            figures.add(microseconds / 1000.0);
        }
    }
}

/// Serves the stand-in until the process is ended.
pub(crate) async fn serve_stand_in() -> Result<()> {
    let stand_in = StandIn::start(Options {
        sellers: vec![Keys::new("invented-sandbox-user-api-key", KEY)],
        requests_per_minute: None,
        ..Options::default()
    })
    .await?;
    println!("{}", stand_in.origin(Environment::Live));
    std::future::pending().await
}

/// Serves the proxy until the process is ended.
pub(crate) async fn serve_proxy(paddle: &str) -> Result<()> {
    let paddle = Paddle::builder().api(Environment::Live, paddle).build()?;
    // Wide limits, but limits: the account of each request is a part of what it costs.
    let wide = Rate::new(100_000_000, 100_000_000);
    let limits = Limits { seller: wide, paddle: wide, in_flight: CONNECTIONS as usize };
    let router = Proxy::new(paddle, OneSeller).limits(limits).router();
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, router).await?;
    Ok(())
}

struct OneSeller;

impl Sellers for OneSeller {
    async fn seller(&self, _: &Parts) -> Result<Seller, Refusal> {
        Ok(Seller::new("s_1"))
    }

    async fn user_api_key(&self, _: &Seller, _: Environment) -> Result<UserApiKey, Refusal> {
        Ok(UserApiKey::new(KEY).map_err(|_| RefusalCode::SiteUnavailable)?)
    }
}

/// Starts this program in another role, and reads the origin that it prints.
async fn start_own(role: &[&str]) -> Result<(Child, String)> {
    let mut command = Command::new(env::current_exe()?);
    let mut process = command.args(role).stdout(Stdio::piped()).kill_on_drop(true).spawn()?;
    let output = process.stdout.take().with_context(|| format!("the output of {role:?}"))?;
    let origin = BufReader::new(output).lines().next_line().await?;
    Ok((process, origin.with_context(|| format!("{role:?} ended at once"))?))
}

struct Nginx {
    process: Child,
    origin: String,
    configuration: PathBuf,
}

impl Nginx {
    async fn start(directory: &Path, paddle: &str) -> Result<Self> {
        let port = TcpListener::bind(("127.0.0.1", 0)).await?.local_addr()?.port();
        let configuration = directory.join("nginx.conf");
        let text = include_str!("nginx.conf")
            .replace("{directory}", &directory.display().to_string())
            .replace("{paddle}", paddle.trim_start_matches("http://"))
            .replace("{port}", &port.to_string())
            .replace("{key}", KEY);
        fs::write(&configuration, text)?;
        let mut command = Command::new(nginx());
        command.args(["-e", "stderr", "-c"]).arg(&configuration);
        let process = command.spawn().context("nginx does not start: run cargo xtask bench")?;
        let mut started =
            Self { process, origin: format!("http://127.0.0.1:{port}"), configuration };
        while TcpStream::connect(("127.0.0.1", port)).await.is_err() {
            if let Some(status) = started.process.try_wait()? {
                bail!("nginx ended with {status}");
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(started)
    }
}

impl Drop for Nginx {
    /// Stops nginx by its own command, because killing it would leave its workers running.
    fn drop(&mut self) {
        let mut stop = std::process::Command::new(nginx());
        let stop = stop.args(["-e", "stderr", "-s", "stop", "-c"]).arg(&self.configuration);
        if let Err(error) = stop.stderr(Stdio::null()).status() {
            eprintln!("nginx could not be stopped: {error}");
        }
        while matches!(self.process.try_wait(), Ok(None)) {
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

async fn nginx_version() -> Result<String> {
    let output = Command::new(nginx()).arg("-v").output().await?;
    let line = String::from_utf8(output.stderr)?;
    Ok(line.trim().trim_start_matches("nginx version: ").to_owned())
}

/// Not in `NGINX`, where nginx itself expects sockets.
fn nginx() -> String {
    env::var("NGINX_PROGRAM").unwrap_or_else(|_| "nginx".into())
}

async fn press(origin: &str, script: &Path) -> Result<Summary> {
    let connections = format!("-c{CONNECTIONS}");
    let mut wrk = Command::new("wrk");
    wrk.args(["-t1", &connections, "-d", LENGTH, "-s"]).arg(script);
    wrk.arg(format!("{origin}/api/paddle/magic-sessions"));
    let output = wrk.output().await.context("wrk does not start: run cargo xtask bench")?;
    let printed = String::from_utf8(output.stdout)?;
    let line = printed.lines().find(|line| line.starts_with('{'));
    let line = line.with_context(|| format!("wrk printed no summary: {printed}"))?;
    Ok(serde_json::from_str(line)?)
}

/// The most memory that a process and its children have had, in bytes.
fn memory(process: &Child) -> Result<f64> {
    let id = process.id().context("the process has ended")?;
    let children = fs::read_to_string(format!("/proc/{id}/task/{id}/children"))
        .context("memory is read from /proc, on Linux")?;
    let mut sum = 0.0;
    for id in [&id.to_string()[..]].into_iter().chain(children.split_whitespace()) {
        let status = fs::read_to_string(format!("/proc/{id}/status"))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().next());
        let kilobytes: f64 = kilobytes.context("no VmHWM in /proc")?.parse()?;
        sum += kilobytes * 1024.0;
    }
    Ok(sum)
}
