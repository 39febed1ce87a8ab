//! Checks the crates in Cargo.lock with cargo-deny: their licences, their sources, and what is known
//! against them. (The npm package has no dependencies.)

use crate::{command, tools::Tool};
use anyhow::{Result, ensure};
use std::env;

pub(super) fn check() -> Result<()> {
    let deny = || -> Result<_> {
        let mut deny = Tool::CargoDeny.command()?;
        deny.args(["--workspace", "--locked"]);
        Ok(deny)
    };
    let reached = command::output(deny()?.args(["fetch", "db"])).is_some();
    let mut check = deny()?;
    check.args(["check", "licenses", "bans", "sources"]);
    if reached {
        check.arg("advisories");
    } else {
        let in_github = env::var_os("GITHUB_ACTIONS").is_some();
        let why = "advisories were not checked: RustSec's database on github.com can't be reached";
        ensure!(!in_github, "{why}");
        eprintln!("{why}");
    }
    command::run(&mut check)
}
