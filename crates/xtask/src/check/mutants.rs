//! Runs mutation tests: changes the pure code in every place, and expects a test to fail each time.

use crate::{command, setup, tools::Tool};
use anyhow::Result;

pub(crate) fn run() -> Result<()> {
    setup::to_mutate()?;
    let output = command::target().join("mutants");
    command::run(
        Tool::CargoMutants
            .command()?
            .args(["--workspace", "--no-shuffle", "--cargo-arg=--locked", "--output"])
            .arg(output),
    )
}
