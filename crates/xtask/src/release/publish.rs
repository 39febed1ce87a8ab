//! Publishes the crates and the npm package, or tries to without doing it.

use super::{archive, directory};
use crate::{check::packages, command, setup};
use anyhow::{Result, ensure};
use std::{env, process::Command};

/// Refuses outside CI, whose identity the registries trust and which attests where the files come from.
pub(super) fn allowed() -> Result<()> {
    ensure!(
        setup::in_ci() && env::var_os("CARGO_REGISTRY_TOKEN").is_some(),
        ".github/workflows/release.yml publishes, once you push the tag; `--dry-run` does all the rest"
    );
    Ok(())
}

/// The npm package and then the crates, which a dry run may pack before the commit.
pub(super) fn try_out(version: &str) -> Result<()> {
    command::run(npm(version).arg("--dry-run"))?;
    packages::run()
}

/// The crates first: the npm package needs none of them, so a failure leaves the less behind.
pub(super) fn run(version: &str) -> Result<()> {
    command::run(&mut cargo())?;
    command::run(&mut npm(version))
}

/// All crates that may be published, in the order of their dependencies.
fn cargo() -> Command {
    let mut cargo = command::new("cargo");
    cargo.args(["publish", "--locked", "--workspace"]);
    cargo
}

fn npm(version: &str) -> Command {
    let mut npm = command::npm_script("npm");
    npm.arg("publish").arg(directory().join(archive::name(version))).args(["--access", "public"]);
    if setup::in_ci() && env::var_os("ACTIONS_ID_TOKEN_REQUEST_URL").is_some() {
        // The registry shows from which commit and by which workflow the package was built.
        npm.arg("--provenance");
    }
    npm
}
