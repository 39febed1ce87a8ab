//! Fuzzes the pure code with hostile input.

use crate::{command, setup, tools::Tool};
use anyhow::Result;
use std::fs;

pub(crate) fn run(seconds: u32) -> Result<()> {
    setup::to_fuzz()?;
    // cargo-fuzz has no `--locked`.
    let locked = ["fetch", "--quiet", "--locked", "--manifest-path"];
    let mut fetch = command::new("cargo");
    command::run(fetch.args(locked).arg("crates/protocol/fuzz/Cargo.toml"))?;
    let home = command::target().join("fuzz");
    for target in ["dashboard_origin", "response_to_link"] {
        let corpus = home.join("corpus").join(target);
        fs::create_dir_all(&corpus)?;
        command::run(
            Tool::CargoFuzz
                .command()?
                // The sanitizers want a nightly compiler, and find what safe Rust does not do.
                .args(["run", "--sanitizer", "none", "--fuzz-dir", "crates/protocol/fuzz"])
                .args(["--target-dir".as_ref(), home.as_os_str(), target.as_ref()])
                .args([corpus.as_os_str(), "--".as_ref()])
                .arg(format!("-max_total_time={seconds}"))
                .arg(format!("-artifact_prefix={}/{target}-", home.display()))
                .args(["-dict=crates/protocol/fuzz/words.dict", "-print_final_stats=1"]),
        )?;
    }
    Ok(())
}
