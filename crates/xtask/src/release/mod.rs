//! Makes the files of a release, and checks that it can be published. Only CI publishes.

mod archive;
mod changelog;
mod publish;
mod sbom;
mod state;

use crate::{
    build::{
        compiled::{COMMAND, ELEMENT, PROXY},
        fresh::Build,
        licences,
    },
    check::{npm_package, reproducible},
    command::{self, step},
};
use anyhow::{Result, bail};
use std::{fs, path::PathBuf};

/// Where the files are for everybody who publishes or looks at them.
fn directory() -> PathBuf {
    command::target().join("release-files")
}

pub(crate) fn run(dry_run: bool) -> Result<()> {
    let version = state::version()?;
    let unready = state::unready(&version)?;
    if !dry_run {
        if !unready.is_empty() {
            bail!("{version} can't be released:\n{}", unready.join("\n"));
        }
        publish::allowed()?;
    }
    Build::Package.refresh()?;
    step("Checking the npm package", npm_package::run)?;
    step("Building it again, to compare each byte (minutes)", reproducible::run)?;
    step("Making the files of the release", || files(&version))?;
    step("Trying to publish", || publish::try_out(&version))?;
    if dry_run {
        for open in &unready {
            println!("before the tag: {open}");
        }
        println!("{version} could be published; its files are in {}", directory().display());
        return Ok(());
    }
    step("Publishing", || publish::run(&version))
}

fn files(version: &str) -> Result<()> {
    let directory = directory();
    if directory.exists() {
        fs::remove_dir_all(&directory)?;
    }
    fs::create_dir_all(&directory)?;
    fs::write(directory.join("RELEASE-NOTES.md"), changelog::notes(version)?)?;
    for program in [ELEMENT, PROXY, COMMAND] {
        let bill = format!("{:#}\n", sbom::cyclone_dx(&program, version)?);
        fs::write(directory.join(format!("{}.cdx.json", program.name)), bill)?;
        let file = format!("{}-{}", program.name, licences::FILE);
        fs::write(directory.join(file), licences::third_party(&program)?)?;
    }
    archive::copy(version, &directory)?;
    archive::sum_up(&directory)
}
