//! Runs esbuild, which bundles and minifies scripts and styles.

use crate::command;
use anyhow::{Context, Result};
use std::path::Path;

pub(crate) fn esbuild(options: &[&str], from: &Path, to: &Path) -> Result<()> {
    let mut esbuild = command::npm_script("esbuild");
    // It writes the modules' paths from its working directory into a bundle, which is to be the same
    // wherever cargo's target directory is.
    esbuild.current_dir(from.parent().context("a script is in a directory")?);
    esbuild.args(options).arg("--log-level=warning").arg(from);
    command::run(esbuild.arg(format!("--outfile={}", to.display())))
}
