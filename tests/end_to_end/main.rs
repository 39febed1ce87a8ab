//! A seller's click, from the platform's page into the dashboard: the page as it is shipped, the
//! proxy, the stand-in, and real browsers between them.

mod axe;
mod browser;
mod click;
#[cfg(unix)]
mod demo_command;
mod diagnosis;
mod element;
mod element_bundled;
mod element_calls;
mod element_early_click;
mod element_focus;
mod element_languages;
mod element_lists;
mod element_loading;
mod element_manifest;
mod element_markup;
mod element_pages;
mod element_placeholder;
mod element_releases;
mod element_styles;
mod engine;
mod examples;
mod faults;
mod frames;
mod hosts;
mod islands;
mod keyboard;
mod layout;
mod layout_shift;
mod new_tab;
mod older_browsers;
mod pictures;
mod platform;
mod react;
mod relay;
mod replies;
mod scenario;
mod screen_reader;
mod secrets;
mod sign_in;
mod ways_back;

use clap::Parser;
use engine::Engine;
use scenario::Table;
use std::{
    env,
    process::{Command, ExitCode},
};

/// For `cargo xtask e2e`, which sets this once it has built what is older than its sources.
const BUILDS: &str = "PADDLE_MAGIC_LINKS_BUILDS";

#[derive(Parser)]
struct Options {
    /// The one engine to run in.
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
    let trials = [
        axe::scenarios(),
        click::scenarios(),
        #[cfg(unix)]
        demo_command::scenarios(),
        diagnosis::scenarios(),
        element::scenarios(),
        element_bundled::scenarios(),
        element_calls::scenarios(),
        element_early_click::scenarios(),
        element_focus::scenarios(),
        element_languages::scenarios(),
        element_lists::scenarios(),
        element_loading::scenarios(),
        element_manifest::scenarios(),
        element_markup::scenarios(),
        element_pages::scenarios(),
        element_placeholder::scenarios(),
        element_releases::scenarios(),
        element_styles::scenarios(),
        examples::scenarios(),
        faults::scenarios(),
        frames::scenarios(),
        hosts::scenarios(),
        islands::scenarios(),
        keyboard::scenarios(),
        layout::scenarios(),
        layout_shift::scenarios(),
        new_tab::scenarios(),
        older_browsers::scenarios(),
        pictures::scenarios(),
        react::scenarios(),
        replies::scenarios(),
        screen_reader::scenarios(),
        secrets::scenarios(),
        sign_in::scenarios(),
        ways_back::scenarios(),
    ]
    .iter()
    .flatten()
    .flat_map(|scenario| table.trials(scenario))
    .filter(|trial| engine.is_none_or(|engine| trial.name().starts_with(&format!("{engine}::"))))
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

/// Says which build is older than its sources, where one is.
fn builds_are_fresh() -> bool {
    let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let mut fresh = Command::new(cargo);
    fresh.current_dir(platform::root()).args(["xtask", "fresh"]);
    fresh.status().is_ok_and(|status| status.success())
}
