//! `cargo xtask`: sets up the tools, runs the demo, runs every test.

mod bench;
mod budget;
mod command;
mod demo;
mod dist;
mod e2e;
mod examples;
mod fresh;
mod fuzz;
mod hash;
mod hosts;
mod languages;
mod mutants;
mod npm_app;
mod pictures;
mod react;
mod rust_version;
mod setup;
mod test;
mod tools;
mod wasm;

use clap::{Parser, Subcommand};
use fresh::Build;
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Sets up, shows and tests paddle-magic-links")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install what is missing of the tools that the other tasks need.
    Setup {
        /// Install missing browsers with apt, too, as is done in CI.
        #[arg(long)]
        yes: bool,
    },
    /// Check the format, run the lints and the tests that need no browser.
    Check,
    /// Serve the demo page until Ctrl-C.
    Demo {
        /// Port of 127.0.0.1 to serve the page on; 0 lets the system pick one.
        #[arg(long, default_value_t = 8080)]
        port: u16,
    },
    /// Build the demo page as it is shipped, into `dist`, and print what a visitor downloads.
    Build,
    /// Make the npm package of the custom element, in `dist/element`.
    Dist,
    /// Build the examples, with that package, into `target/examples`.
    Examples,
    /// Build a page in each host that platforms use, with that package, into `target/hosts`.
    Hosts,
    /// Run the component's tests, in Chromium.
    Component {
        /// A part of a test's name; without it, all.
        name: Option<String>,
    },
    /// Run end-to-end tests, after building what is older than its sources.
    E2e {
        /// chromium, firefox or webkit; without it, all three.
        engine: Option<String>,
        /// A room or file of `tests/end_to_end`, such as `element` or `click`, or a part of a
        /// scenario's name.
        name: Option<String>,
        /// Show the browser, and run one scenario at a time.
        #[arg(long)]
        headed: bool,
    },
    /// Take the README's pictures anew, and one of every look and state to look at.
    Pictures,
    /// Run every check and test.
    Test,
    /// Hold what others embed to the `rust-version` that it promises.
    RustVersion,
    /// Change the pure code in every place, and see that a test fails each time (10 minutes).
    Mutants,
    /// Look for an origin or a reply that leads a click elsewhere.
    Fuzz {
        /// For how long, for each of the two.
        #[arg(long, default_value_t = 60)]
        seconds: u32,
    },
    /// Measure the widget beside the same in other frameworks, and the proxy beside nginx (20 minutes).
    Bench {
        /// How many times each page is loaded under each condition.
        #[arg(long, default_value_t = 9)]
        rounds: usize,
    },
    /// Minify and weigh a page that trunk has just built; trunk itself calls this.
    #[command(hide = true)]
    TrunkPostBuild,
    /// Fail where a build is older than its sources; the end-to-end tests call this.
    #[command(hide = true)]
    Fresh,
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().task {
        Task::Setup { yes } => setup::everything(yes || setup::in_ci()),
        Task::Check => test::check(),
        Task::Demo { port } => demo::run(port),
        Task::Build => Build::Page.make(),
        Task::Dist => Build::Package.make(),
        Task::Examples => Build::Examples.make(),
        Task::Hosts => Build::Hosts.make(),
        Task::Component { name } => test::component(name),
        Task::E2e { engine, name, headed } => e2e::run(engine, name, headed),
        Task::Pictures => pictures::run(),
        Task::Test => test::run(),
        Task::RustVersion => rust_version::run(),
        Task::Mutants => mutants::run(),
        Task::Fuzz { seconds } => fuzz::run(seconds),
        Task::Bench { rounds } => bench::run(rounds),
        Task::TrunkPostBuild => budget::trunk_post_build(),
        Task::Fresh => fresh::check(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
