//! Runs esbuild, which bundles and minifies scripts and styles.

use crate::command;
use anyhow::Result;
use std::path::Path;

pub(crate) fn esbuild(options: &[&str], from: &Path, to: &Path) -> Result<()> {
    let mut esbuild = command::npm_script("esbuild");
    esbuild.args(options).arg("--log-level=warning").arg(from);
    command::run(esbuild.arg(format!("--outfile={}", to.display())))
}
