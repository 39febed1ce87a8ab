//! Measures the widget beside the same in other frameworks, and the proxy beside nginx.
//! `cargo xtask bench` builds the pages and calls it.

mod browser;
mod chart;
mod contestant;
mod figures;
mod proxy;
mod report;
mod site;
mod widget;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use std::{fs, path::PathBuf, process::ExitCode};

#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    role: Role,
}

#[derive(Subcommand)]
enum Role {
    /// Measures everything, and writes `RESULTS.md` and `results.svg`.
    Measure {
        /// Has a directory for each contestant's page.
        pages: PathBuf,
        /// Where to write.
        results: PathBuf,
        /// How many times each page is loaded under each condition.
        #[arg(long, default_value_t = 9)]
        rounds: usize,
    },
    /// Measures the proxy alone, and prints its figures.
    MeasureProxy,
    /// Serves the stand-in and prints its origin: a process of its own in the proxy's measurement.
    #[command(hide = true)]
    StandIn,
    /// Serves the proxy and prints its origin: likewise.
    #[command(hide = true)]
    Proxy {
        /// The stand-in's origin.
        paddle: String,
    },
}

// One worker, as nginx has: what a request costs is to be seen, not how many cores there are.
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let outcome = match Arguments::parse().role {
        Role::Measure { pages, results, rounds } => measure(pages, results, rounds).await,
        Role::MeasureProxy => measure_proxy().await,
        Role::StandIn => proxy::serve_stand_in().await,
        Role::Proxy { paddle } => proxy::serve_proxy(&paddle).await,
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn measure_proxy() -> Result<()> {
    let mut text = String::new();
    report::proxy(&mut text, &proxy::measure().await?);
    println!("{text}");
    Ok(())
}

async fn measure(pages: PathBuf, results: PathBuf, rounds: usize) -> Result<()> {
    let contestants = contestant::all(&pages)?;
    let widgets = widget::measure(&contestants, rounds).await?;
    let proxies = proxy::measure().await?;
    let text = report::write(&widgets, &proxies, rounds);
    fs::write(results.join("RESULTS.md"), text).context("RESULTS.md")?;
    fs::write(results.join("results.svg"), chart::draw(&widgets)).context("results.svg")?;
    Ok(())
}
