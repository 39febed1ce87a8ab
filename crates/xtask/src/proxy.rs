//! Runs the proxy as a program, beside a stand-in for Paddle and an invented platform.

use crate::{
    build::{fresh::Build, package},
    command, setup,
};
use anyhow::Result;
use std::env::consts::EXE_SUFFIX;

pub(crate) fn run() -> Result<()> {
    setup::to_build()?;
    Build::Package.refresh()?;
    let mut build = command::new("cargo");
    build.args(["build", "--quiet", "--locked", "--package", "paddle-magic-links-proxy-server"]);
    command::run(build.args(["--bins", "--examples"]))?;
    let debug = command::target().join("debug");
    let mut platform =
        std::process::Command::new(debug.join(format!("examples/platform{EXE_SUFFIX}")));
    platform.arg(debug.join(format!("paddle-magic-links-proxy{EXE_SUFFIX}")));
    command::run(platform.arg(package::unpacked()))
}
