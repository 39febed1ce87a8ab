//! `cargo xtask`: the project's commands, which set up tools, build, test and measure.

mod apt;
mod browsers;
mod build;
mod check;
mod command;
mod demo;
mod files;
mod proxy;
mod redis;
mod release;
mod runtimes;
mod setup;
mod tools;

use build::fresh::{self, Build};
use check::{
    bench, e2e, fuzz, mutants, npm_package, packages, pictures, public_api, reproducible,
    rust_version, test,
};
use clap::{Parser, Subcommand};
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Sets up, builds, tests and measures paddle-magic-links")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install the tools that the other commands need and that are missing.
    Setup {
        /// Also install missing browsers with apt, as CI does.
        #[arg(long)]
        yes: bool,
    },
    /// Check the format and the scripts' types, and run the lints and the tests that need no browser.
    Check {
        /// First format everything, and fix what Biome can fix safely.
        #[arg(long)]
        fix: bool,
    },
    /// Serve the demo page until Ctrl-C.
    Demo {
        /// Port of 127.0.0.1 to serve the page on; with 0, the system picks one.
        #[arg(long, default_value_t = 8080)]
        port: u16,
    },
    /// Run the proxy as a program, with a stand-in for Paddle and an invented platform, until Ctrl-C.
    Proxy,
    /// Build the demo page into `dist`, and print what a visitor downloads.
    Build,
    /// Build the custom element's npm package in `dist/element`.
    Dist,
    /// Check that package: what is in it, how it resolves, and what others rely on.
    NpmPackage,
    /// Build the examples with that package into `target/examples`.
    Examples,
    /// Build a page with that package in each bundler and framework into `target/hosts`.
    Hosts,
    /// Prepare the reference proxies in `target/proxies`.
    Proxies,
    /// Build the documentation's site, with the playground, into `target/site`.
    Site,
    /// Run the component's tests in Chromium.
    Component {
        /// Part of a test's name; by default, all tests run.
        name: Option<String>,
    },
    /// Run end-to-end tests, after rebuilding what is older than its sources.
    E2e {
        /// chromium, firefox or webkit; by default, all three.
        engine: Option<String>,
        /// A file of scenarios, such as `click`, or part of a scenario's name.
        name: Option<String>,
        /// Show the browser, and run one scenario at a time.
        #[arg(long)]
        headed: bool,
    },
    /// Take the README's pictures again, and make a contact sheet of every look and state.
    Pictures,
    /// Run every check and test.
    Test,
    /// Pack the crates as they are published, and check the packages, the APIs and the dependencies.
    Packages,
    /// Compare the crates' public APIs with the accepted ones.
    PublicApi,
    /// Check the `rust-version` that the crates which are published promise.
    RustVersion {
        /// Unpack an older compiler with apt if it is missing, as CI does.
        #[arg(long)]
        yes: bool,
    },
    /// Run mutation tests on the pure code.
    Mutants {
        /// On the proxy instead, whose tests take longer.
        #[arg(long)]
        proxy: bool,
    },
    /// Fuzz for an origin or a response that sends a click elsewhere.
    Fuzz {
        /// Seconds for each of the two.
        #[arg(long, default_value_t = 60)]
        seconds: u32,
    },
    /// Compare the widget with minimal ones in other frameworks, and the proxy with nginx (20 minutes).
    Bench {
        /// How often each page is loaded under each condition.
        #[arg(long, default_value_t = 9)]
        rounds: usize,
        /// Compare the proxy alone, and print its figures (2 minutes).
        #[arg(long)]
        proxy: bool,
    },
    /// Build the npm package again in a copy of the checkout, and compare each byte (minutes).
    Reproducible,
    /// Check that a release can be made, and make its files; in CI, also publish it.
    Release {
        /// Publish nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Minify the page that trunk has just built, and check its size; trunk calls this.
    #[command(hide = true)]
    TrunkPostBuild,
    /// Fail if a build is older than its sources; the end-to-end tests call this.
    #[command(hide = true)]
    Fresh,
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().task {
        Task::Setup { yes } => setup::everything(yes || setup::in_ci()),
        Task::Check { fix } => test::check(fix),
        Task::Demo { port } => demo::run(port),
        Task::Proxy => proxy::run(),
        Task::Build => Build::Page.make(),
        Task::Dist => Build::Package.make(),
        Task::NpmPackage => npm_package::run(),
        Task::Examples => Build::Examples.make(),
        Task::Hosts => Build::Hosts.make(),
        Task::Proxies => Build::Proxies.make(),
        Task::Site => Build::Site.make(),
        Task::Component { name } => test::component(name),
        Task::E2e { engine, name, headed } => e2e::run(engine, name, headed),
        Task::Pictures => pictures::run(),
        Task::Test => test::run(),
        Task::Packages => packages::run(),
        Task::PublicApi => public_api::check(),
        Task::RustVersion { yes } => rust_version::run(yes || setup::in_ci()),
        Task::Mutants { proxy } => mutants::run(proxy),
        Task::Fuzz { seconds } => fuzz::run(seconds),
        Task::Bench { rounds, proxy } => bench::run(rounds, proxy),
        Task::Reproducible => reproducible::run(),
        Task::Release { dry_run } => release::run(dry_run),
        Task::TrunkPostBuild => build::page::finish(),
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
