//! `cargo xtask`: sets up the tools, runs the demo, runs every test.

mod budget;
mod command;
mod demo;
mod dist;
mod examples;
mod languages;
mod setup;
mod shorten;
mod test;

use anyhow::Result;
use clap::{Parser, Subcommand};
use std::{fs, process::ExitCode};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Sets up, shows and tests paddle-magic-links")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install what is missing of the tools that the other tasks need.
    Setup,
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
    /// Run every check and test.
    Test,
    /// Change the pure code in every place, and see that a test fails each time (10 minutes).
    Mutants,
    /// Look for an origin or a reply that leads a click elsewhere.
    Fuzz {
        /// For how long, for each of the two.
        #[arg(long, default_value_t = 60)]
        seconds: u32,
    },
    /// Minify and weigh a page that trunk has just built; trunk itself calls this.
    #[command(hide = true)]
    TrunkPostBuild,
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().task {
        Task::Setup => setup::everything(),
        Task::Demo { port } => demo::run(port),
        Task::Build => build(),
        Task::Dist => dist::run(),
        Task::Examples => examples::run(),
        Task::Test => test::run(),
        Task::Mutants => mutants(),
        Task::Fuzz { seconds } => fuzz(seconds),
        Task::TrunkPostBuild => budget::trunk_post_build(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn mutants() -> Result<()> {
    setup::to_mutate()?;
    let output = command::target().join("mutants");
    command::run(
        command::new("cargo")
            .args(["mutants", "--workspace", "--no-shuffle", "--output"])
            .arg(output),
    )
}

fn fuzz(seconds: u32) -> Result<()> {
    setup::to_fuzz()?;
    let home = command::target().join("fuzz");
    for target in ["dashboard_origin", "reply_to_link"] {
        let corpus = home.join("corpus").join(target);
        fs::create_dir_all(&corpus)?;
        command::run(
            command::new("cargo")
                // The sanitizers want a nightly compiler, and find what safe Rust does not do.
                .args(["fuzz", "run", "--sanitizer", "none", "--fuzz-dir", "crates/protocol/fuzz"])
                .args(["--target-dir".as_ref(), home.as_os_str(), target.as_ref()])
                .args([corpus.as_os_str(), "--".as_ref()])
                .arg(format!("-max_total_time={seconds}"))
                .arg(format!("-artifact_prefix={}/{target}-", home.display()))
                .args(["-dict=crates/protocol/fuzz/words.dict", "-print_final_stats=1"]),
        )?;
    }
    Ok(())
}

fn build() -> Result<()> {
    setup::to_build()?;
    command::run(command::new("trunk").args(["build", "--release"]))
}
