//! Runs mutation tests: changes the code in every place, and expects a test to fail each time.

use crate::{command, setup, tools::Tool};
use anyhow::Result;

/// Runs on the pure crates, or on the proxy.
pub(crate) fn run(proxy: bool) -> Result<()> {
    setup::to_mutate()?;
    let (config, output) = if proxy {
        ("crates/proxy/mutants.toml", "mutants-proxy")
    } else {
        (".cargo/mutants.toml", "mutants")
    };
    let mut mutants = Tool::CargoMutants.command()?;
    mutants.args(["--workspace", "--no-shuffle", "--cargo-arg=--locked", "--config", config]);
    command::run(mutants.arg("--output").arg(command::target().join(output)))
}
