//! Builds the examples that need more than cargo, with the packed npm package.

use crate::{command, dist};
use anyhow::{Context, Result};
use std::{ffi::OsStr, fs};

/// The React app, as its readers would build it: with npm and Vite.
pub(crate) fn react() -> Result<()> {
    let (example, work) =
        (command::root().join("examples/react"), command::target().join("react-example"));
    fs::create_dir_all(work.join("src"))?;
    for file in
        ["package.json", "package-lock.json", "vite.config.js", "index.html", "src/main.jsx"]
    {
        fs::copy(example.join(file), work.join(file)).with_context(|| file.to_owned())?;
    }
    let package = fs::read_dir(dist::unpacked())?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.extension() == Some(OsStr::new("tgz")))
        .context("the package is not packed: run cargo xtask dist")?;
    let npm = |arguments: &[&OsStr]| {
        command::run(command::npm_script("npm").args(arguments).current_dir(&work))
    };
    npm(&["ci".as_ref(), "--silent".as_ref()])?;
    npm(&["install".as_ref(), "--silent".as_ref(), "--no-save".as_ref(), package.as_ref()])?;
    npm(&["run".as_ref(), "--silent".as_ref(), "build".as_ref()])
}
