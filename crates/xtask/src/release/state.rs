//! The version of a release, and whether the checkout is ready for it.

use super::changelog;
use crate::command;
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::{fs, process::Command};

/// The version in `Cargo.toml`, which must be that in `package.json`.
pub(super) fn version() -> Result<String> {
    // This crate has the workspace's.
    let version = env!("CARGO_PKG_VERSION");
    let package = fs::read_to_string(command::root().join("element/package.json"))?;
    let package: Value = serde_json::from_str(&package)?;
    ensure!(
        package["version"] == version,
        "Cargo.toml has version {version}, and element/package.json {}",
        package["version"]
    );
    Ok(version.to_owned())
}

/// What has to be done before the version can be tagged and published.
pub(super) fn unready(version: &str) -> Result<Vec<String>> {
    let mut open = Vec::new();
    if !changelog::is_dated(&changelog::read()?, version) {
        open.push(format!("the top section of CHANGELOG.md must be `## [{version}] - YYYY-MM-DD`"));
    }
    let changed = command::output(git().args(["status", "--porcelain"]));
    if !changed.context("git status failed")?.is_empty() {
        open.push("commit your changes".to_owned());
    }
    let tag = format!("refs/tags/v{version}^{{commit}}");
    let tagged = command::output(git().args(["rev-parse", "--quiet", "--verify", &tag]));
    let head = command::output(git().args(["rev-parse", "HEAD"])).context("git has no HEAD")?;
    if tagged.is_some_and(|tagged| tagged != head) {
        open.push(format!("v{version} is the tag of another commit: raise the version"));
    }
    Ok(open)
}

fn git() -> Command {
    command::new("git")
}
