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
mod tls;
mod token;
#[cfg_attr(not(unix), path = "no_unix_socket.rs")]
mod unix_socket;
mod whoami;

use anyhow::{Context, Result};
use clap::Parser;
use config::Config;
use drain::Drain;
use listener::Listener;
use paddle_magic_links_proxy::{Environment, Paddle, Proxy, SharedLimits};
use sellers::PlatformSellers;
use std::{path::PathBuf, process::ExitCode};

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
        let shared = SharedLimits::connect(&shared.url()?, shared.replicas).await;
        proxy = proxy.shared_limits(shared.context("shared_limits")?);
    }
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
    drain.end();
    Ok(())
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
