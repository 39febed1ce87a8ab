//! Changes the pure code in every place, to see that a test fails each time.

use crate::{command, setup};
use anyhow::Result;

pub(crate) fn run() -> Result<()> {
    setup::to_mutate()?;
    let output = command::target().join("mutants");
    command::run(
        command::new("cargo")
            .args(["mutants", "--workspace", "--no-shuffle", "--output"])
            .arg(output),
    )
}
