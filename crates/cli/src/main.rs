//! The command `magic-links`, for developers of a platform's backend.

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
}

#[tokio::main]
async fn main() -> ExitCode {
    let outcome = match Arguments::parse().tool {
        Tool::StandIn(arguments) => stand_in::run(arguments).await,
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
