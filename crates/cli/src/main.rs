//! The command `magic-links`, for developers of a platform's backend.

mod check_command;
mod explain;
mod proxy_process;
mod stand_in;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "magic-links", version, about = "Tools for a platform's backend")]
struct Arguments {
    #[command(subcommand)]
    tool: Tool,
}

#[derive(Subcommand)]
enum Tool {
    /// Stand in for Paddle on 127.0.0.1, until it is ended.
    StandIn(stand_in::Arguments),
    /// Try a proxy, and say what to change.
    Check(Box<check_command::Arguments>),
    /// Say what a check wants, or list all checks.
    Explain(explain::Arguments),
}

#[tokio::main]
async fn main() -> ExitCode {
    let outcome = match Arguments::parse().tool {
        Tool::StandIn(arguments) => stand_in::run(arguments).await.map(|()| ExitCode::SUCCESS),
        Tool::Check(arguments) => return check_command::run(*arguments).await,
        Tool::Explain(arguments) => explain::run(&arguments).map(|()| ExitCode::SUCCESS),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}
