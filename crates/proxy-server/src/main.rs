//! The reference backend proxy of the magic-links widget, as a program.

mod address;
mod config;
mod drain;
mod identity;
mod key_directory;
mod listener;
mod operations;
mod seller_name;
mod sellers;
mod sellers_keys;
mod serve;
mod stream;
mod tls;
mod token;
#[cfg_attr(not(unix), path = "no_unix_socket.rs")]
mod unix_socket;
mod whoami;

use anyhow::{Context, Result};
use clap::Parser;
use config::{Config, SharedLimitSettings};
use drain::Drain;
use listener::Listener;
use paddle_magic_links_proxy::{Environment, Paddle, Proxy, SharedLimits};
use sellers::PlatformSellers;
use std::{path::PathBuf, process::ExitCode, time::Duration};

/// Requests one-time codes for Paddle's dashboard on behalf of a platform's sellers.
#[derive(Parser)]
#[command(name = "paddle-magic-links-proxy", version)]
struct Arguments {
    /// The configuration file.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// Check the configuration, and end.
    #[arg(long)]
    check: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    tracing_subscriber::fmt().json().with_writer(std::io::stderr).init();
    match run(&arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(Arguments { config, check }: &Arguments) -> Result<()> {
    let config = Config::read(config)?;
    let metrics = operations::install_metrics()?;
    let mut proxy = proxy(&config)?;
    if let Some(shared) = &config.shared_limits {
        proxy = proxy.shared_limits(connect(shared).await.context("shared_limits")?);
    }
    let in_progress = proxy.in_progress();
    let router = proxy.router();
    if *check {
        println!("The configuration is valid.");
        return Ok(());
    }
    let drain = Drain::on_signals()?;
    let operations = Listener::bind(&config.operations).await.context("operations")?;
    let listener = Listener::bind(&config.listen).await.context("listen")?;
    println!("proxy {listener}\noperations {operations}");
    tokio::spawn(serve::serve(
        operations,
        operations::router(metrics, drain.clone()),
        drain.ended(),
    ));
    serve::serve(listener, router, drain.started()).await;
    // Of browsers that have left as well. Each has a time limit of its own.
    in_progress.ended().await;
    drain.end();
    Ok(())
}

async fn connect(settings: &SharedLimitSettings) -> Result<SharedLimits> {
    let shared = SharedLimits::connect(&settings.url()?, settings.replicas).await?;
    let time_limit = settings.time_limit_milliseconds.map(Duration::from_millis);
    Ok(match time_limit {
        Some(time_limit) => shared.with_time_limit(time_limit),
        None => shared,
    })
}

fn proxy(config: &Config) -> Result<Proxy<PlatformSellers>> {
    let tls = tls::client()?;
    let mut paddle = Paddle::builder().tls(tls.clone());
    let paddles = &config.paddle;
    if let Some(id) = &paddles.partner_id {
        paddle = paddle.partner_id(id);
    }
    for (environment, origin) in
        [(Environment::Sandbox, &paddles.sandbox_api), (Environment::Live, &paddles.live_api)]
    {
        if let Some(origin) = origin {
            paddle = paddle.api(environment, origin);
        }
    }
    let sellers = PlatformSellers::new(config, tls)?;
    let mut proxy = Proxy::new(paddle.build().context("paddle")?, sellers)
        .policy(config.policy.into())
        .limits(config.limits.into());
    for origin in &config.trusted_origins {
        proxy = proxy.trusted_origin(origin).context("trusted_origins")?;
    }
    Ok(proxy)
}
