//! Whether the npm package is the same, byte by byte, when it is built again: from nothing, in another
//! directory, and with another `CARGO_HOME`.

use crate::{build::fresh::Build, command};
use anyhow::{Context, Result, bail};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

pub(crate) fn run() -> Result<()> {
    Build::Package.refresh()?;
    let work = command::target().join("reproducible");
    if work.exists() {
        fs::remove_dir_all(&work)?;
    }
    let checkout = work.join("another-checkout");
    copy_checkout(&checkout)?;
    command::step("Building the package again, from nothing", || {
        let mut dist = command::new("cargo");
        dist.args(["xtask", "dist"]).current_dir(&checkout);
        dist.env("CARGO_TARGET_DIR", work.join("target"));
        command::run(dist.env("CARGO_HOME", work.join("cargo")))
    })?;
    let [here, there] =
        [command::root(), &checkout].map(|root| contents(&root.join("dist/element")));
    let (here, there) = (here?, there?);
    let names = here.keys().chain(there.keys().filter(|name| !here.contains_key(*name)));
    let differing: Vec<_> = names.filter(|name| here.get(*name) != there.get(*name)).collect();
    if !differing.is_empty() {
        bail!(
            "two builds of the package differ in {differing:?}; see dist/element and {}",
            work.display()
        );
    }
    println!("{} files are the same in both builds", here.len());
    Ok(fs::remove_dir_all(work)?)
}

/// Copies what git knows of, as it is.
fn copy_checkout(to: &Path) -> Result<()> {
    let list = ["ls-files", "--cached", "--others", "--exclude-standard"];
    let files = command::output(command::new("git").args(list)).context("git lists no files")?;
    for file in files.lines().filter(|file| command::root().join(file).is_file()) {
        let copy = to.join(file);
        fs::create_dir_all(copy.parent().context("a file is in a directory")?)?;
        fs::copy(command::root().join(file), copy)?;
    }
    Ok(())
}

/// The files below a directory, by their paths in it.
fn contents(directory: &Path) -> Result<BTreeMap<PathBuf, Vec<u8>>> {
    let mut contents = BTreeMap::new();
    let mut next = vec![directory.to_owned()];
    while let Some(inner) = next.pop() {
        for entry in fs::read_dir(inner)? {
            let path = entry?.path();
            if path.is_dir() {
                next.push(path);
            } else {
                contents.insert(path.strip_prefix(directory)?.to_owned(), fs::read(&path)?);
            }
        }
    }
    Ok(contents)
}
