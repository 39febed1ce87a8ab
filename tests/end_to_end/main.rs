//! A seller's click from the platform's page to the dashboard, in real browsers, with everything as it is
//! shipped but for a stand-in for Paddle.

mod element;
mod harness;
mod hosts;
mod proxies;
mod site;
mod widget;

use clap::Parser;
use harness::{engine::Engine, platform::root, scenario::Table};
use std::{
    env,
    process::{Command, ExitCode},
};

/// `cargo xtask e2e` sets this after it has built what is older than its sources.
const BUILDS: &str = "PADDLE_MAGIC_LINKS_BUILDS";

#[derive(Parser)]
struct Options {
    /// Run in this engine only.
    #[arg(long, value_parser = engine)]
    engine: Option<Engine>,
    #[command(flatten)]
    tests: libtest_mimic::Arguments,
}

fn engine(name: &str) -> Result<Engine, String> {
    let named = |engine: &Engine| engine.to_string() == name;
    Engine::ALL.into_iter().find(named).ok_or_else(|| {
        format!(
            "unknown engine; choose {}",
            Engine::ALL.map(|engine| engine.to_string()).join(", ")
        )
    })
}

fn main() -> ExitCode {
    let Options { engine, tests: arguments } = Options::parse();
    if !arguments.list && env::var_os(BUILDS).is_none() && !builds_are_fresh() {
        return ExitCode::FAILURE;
    }
    let table = Table::default();
    let rooms = [
        widget::scenarios(),
        element::scenarios(),
        hosts::scenarios(),
        proxies::scenarios(),
        site::scenarios(),
    ];
    let trials = rooms
        .iter()
        .flatten()
        .flat_map(|scenario| table.trials(scenario))
        .filter(|trial| {
            engine.is_none_or(|engine| trial.name().starts_with(&format!("{engine}::")))
        })
        .collect();
    let conclusion = libtest_mimic::run(&arguments, trials);
    if arguments.list {
        return ExitCode::SUCCESS;
    }
    table.print(&conclusion);
    if conclusion.num_passed + conclusion.num_failed == 0 {
        let filter = arguments.filter.unwrap_or_default();
        eprintln!("error: no scenario ran: none is named `{filter}`, or each has a reason not to");
        for missing in Engine::ALL.into_iter().filter_map(Engine::missing) {
            eprintln!("{missing}");
        }
        return ExitCode::FAILURE;
    }
    conclusion.exit_code()
}

/// Checks the builds, and prints which one is older than its sources.
fn builds_are_fresh() -> bool {
    let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let mut fresh = Command::new(cargo);
    fresh.current_dir(root()).args(["xtask", "fresh"]);
    fresh.status().is_ok_and(|status| status.success())
}
