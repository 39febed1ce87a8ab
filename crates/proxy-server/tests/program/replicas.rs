//! Several instances, with one account of the limits in a Redis.

use crate::platform::{LIVE, LIVE_KEY, Platform, WHOAMI};
use axum::{Json, http::HeaderMap, response::IntoResponse};
use paddle_magic_links_proxy::Environment;
use paddle_magic_links_stand_in::{Fault, StandIn};
use serde_json::json;
use std::{
    env, fs, io,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};
use tempfile::TempDir;
use tokio::{
    net::UnixStream,
    process::{Child, Command},
    task::JoinSet,
    time::{sleep, timeout},
};

/// What an instance logs when it does without the store.
const ITS_SHARE: &str = "this instance keeps to its own share";

/// A Redis of the test's own, on a socket in a directory of its own.
struct Redis {
    process: Child,
    socket: PathBuf,
    _directory: TempDir,
}

impl Redis {
    /// `None` if there is no Redis on this machine, unless it has to be there.
    async fn start() -> Option<Self> {
        let directory = tempfile::tempdir().unwrap();
        let socket = directory.path().join("redis.sock");
        // Debian's redis-tools has the server under the second name.
        let process =
            match run("redis-server", &socket).or_else(|_| run("redis-check-rdb", &socket)) {
                Ok(process) => process,
                Err(error) if !is_certain() => {
                    eprintln!("skipped, because there is no Redis: {error}");
                    return None;
                }
                Err(error) => panic!("{error}; `cargo xtask setup --yes` installs Redis"),
            };
        let redis = Self { process, socket, _directory: directory };
        redis.is_there().await;
        Some(redis)
    }

    async fn is_there(&self) {
        let connects = async {
            while UnixStream::connect(&self.socket).await.is_err() {
                sleep(Duration::from_millis(10)).await;
            }
        };
        timeout(Duration::from_secs(10), connects).await.expect("Redis starts");
    }

    async fn stop(&mut self) {
        self.process.kill().await.unwrap();
    }

    async fn start_again(&mut self) {
        let process = run("redis-server", &self.socket);
        self.process = process.or_else(|_| run("redis-check-rdb", &self.socket)).unwrap();
        self.is_there().await;
    }

    /// Three instances which share it, a stand-in, and limits.
    async fn three(&self, limits: &str) -> [Platform; 3] {
        let url = self.socket.with_file_name("url");
        fs::write(&url, format!("unix://{}\n", self.socket.display())).unwrap();
        let more = format!(
            "{WHOAMI}[shared_limits]\nurl_file = \"{}\"\nreplicas = 3\n\
             time_limit_milliseconds = 5000\n[limits]\n{limits}\n",
            url.display()
        );
        let platforms = [
            Platform::start(&more).await,
            Platform::start(&more).await,
            Platform::start(&more).await,
        ];
        for platform in &platforms {
            platform.whoami_responds(|headers: &HeaderMap| {
                let seller = headers["cookie"].to_str().unwrap();
                Json(json!({ "seller": seller, "keys": { "live": LIVE_KEY } })).into_response()
            });
        }
        platforms
    }
}

/// Whether `cargo xtask` has installed Redis: in CI, with apt.
fn is_certain() -> bool {
    env::var_os("CI").is_some() && Path::new("/etc/debian_version").exists()
}

fn run(program: &str, socket: &Path) -> io::Result<Child> {
    Command::new(program)
        .arg0("redis-server")
        .args(["--port", "0", "--save", "", "--unixsocket"])
        .arg(socket)
        .stdout(Stdio::null())
        .kill_on_drop(true)
        .spawn()
}

async fn click(platform: &Platform, seller: &str) -> u16 {
    let request = platform.ask(LIVE).header("cookie", seller);
    request.send().await.unwrap().status().as_u16()
}

fn made(platforms: &[Platform]) -> usize {
    let made = |stand_in: &StandIn| stand_in.environment(Environment::Live).requests();
    platforms.iter().map(|platform| made(&platform.stand_in)).sum()
}

#[tokio::test]
async fn three_instances_keep_one_account() {
    let Some(redis) = Redis::start().await else { return };
    let limits = "seller = { per_minute = 1, burst = 2 }\npaddle = { per_minute = 1, burst = 6 }";
    let platforms = redis.three(limits).await;
    let mut statuses = Vec::new();
    for platform in &platforms {
        statuses.push(click(platform, "s_1").await);
    }
    assert_eq!(statuses, [201, 201, 429], "a seller's limit");
    let mut statuses = Vec::new();
    for number in 2..8 {
        statuses.push(click(&platforms[number % 3], &format!("s_{number}")).await);
    }
    assert_eq!(statuses, [201, 201, 201, 201, 503, 503], "Paddle's limit");
    assert_eq!(made(&platforms), 6);
}

#[tokio::test]
async fn an_instance_that_dies_takes_nothing_along() {
    let Some(redis) = Redis::start().await else { return };
    let limits = "seller = { per_minute = 1, burst = 9 }\npaddle = { per_minute = 1, burst = 4 }";
    let mut platforms = redis.three(limits).await;
    for platform in &platforms {
        assert_eq!(click(platform, "s_1").await, 201);
    }
    platforms[0].program.kill().await.unwrap();
    assert_eq!(click(&platforms[1], "s_1").await, 201);
    assert_eq!(click(&platforms[2], "s_1").await, 503);
    assert_eq!(made(&platforms), 4);
}

#[tokio::test]
async fn a_pause_holds_for_all_instances() {
    let Some(redis) = Redis::start().await else { return };
    let limits = "seller = { per_minute = 9, burst = 9 }";
    let platforms = redis.three(limits).await;
    platforms[0].stand_in.fail_with(Some(Fault::TooManyRequests));
    for platform in &platforms {
        assert_eq!(click(platform, "s_1").await, 503);
    }
    assert_eq!(made(&platforms), 1);
}

#[tokio::test]
async fn without_the_store_each_instance_keeps_to_its_share() {
    let Some(mut redis) = Redis::start().await else { return };
    let limits = "seller = { per_minute = 1, burst = 99 }\npaddle = { per_minute = 1, burst = 30 }";
    let platforms = redis.three(limits).await;
    let click = |number: usize| {
        let request = platforms[number % 3].ask(LIVE).header("cookie", "s_1");
        async move { request.send().await.unwrap().status().as_u16() }
    };
    let mut clicks: JoinSet<_> = (0..6).map(click).collect();
    // The store ends while the other clicks are under way.
    let mut statuses = vec![clicks.join_next().await.unwrap().unwrap()];
    redis.stop().await;
    for number in 6..60 {
        clicks.spawn(click(number));
    }
    statuses.extend(clicks.join_all().await);
    assert!(statuses.iter().all(|status| [201, 503].contains(status)), "{statuses:?}");
    // What the store has admitted is part of the shares, so they are never more than the whole. And more
    // than the first six: the instances do not shut without the store.
    let made = made(&platforms);
    assert!(6 < made && made <= 30, "{made}");
    // All shares are spent, so the next code is by the store.
    redis.start_again().await;
    let returns = async {
        while click(0).await != 201 {
            sleep(Duration::from_millis(50)).await;
        }
    };
    timeout(Duration::from_secs(20), returns).await.expect("the store is used again");
    for platform in platforms {
        assert!(platform.log().await.contains(ITS_SHARE));
    }
}

#[tokio::test]
async fn a_store_that_cannot_be_reached_is_named_at_start() {
    let directory = tempfile::tempdir().unwrap();
    let url = directory.path().join("url");
    fs::write(&url, "redis://:fake-password@127.0.0.1:1").unwrap();
    let config = directory.path().join("proxy.toml");
    let text = format!(
        "listen = \"127.0.0.1:0\"\noperations = \"127.0.0.1:0\"\n[identity.whoami]\n\
         url = \"http://127.0.0.1:1/\"\n[shared_limits]\nurl_file = \"{}\"\nreplicas = 3\n",
        url.display()
    );
    fs::write(&config, text).unwrap();
    let output = crate::platform::program().arg("--config").arg(&config).output().await.unwrap();
    let printed = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success());
    assert!(printed.contains("shared_limits") && !printed.contains("fake-password"), "{printed}");
}
