//! Finishes the demo page that trunk has built.

use super::{budget, esbuild::esbuild, languages, package, wasm};
use crate::files;
use anyhow::{Context, Result};
use std::{env, ffi::OsStr, fs, path::Path};

/// Trunk runs this at the end of each build, before it puts the files into `dist`.
pub(crate) fn finish() -> Result<()> {
    let staging = env::var_os("TRUNK_STAGING_DIR")
        .context("TRUNK_STAGING_DIR is not set: trunk calls this command, see Trunk.toml")?;
    let staging = Path::new(&staging);
    if env::var("TRUNK_PROFILE").as_deref() == Ok("release") {
        let wasm = fs::read_dir(staging)?
            .filter_map(|entry| Some(entry.ok()?.path()))
            .find(|path| path.extension() == Some(OsStr::new("wasm")))
            .context("trunk built no wasm")?;
        // Trunk calls them `name.js` and `name_bg.wasm`.
        let glue = wasm.to_string_lossy().replace("_bg.wasm", ".js");
        wasm::optimise(&wasm, Path::new(&glue))?;
        minify(staging)?;
        budget::weigh(staging, &budget::PAGE)?;
    }
    languages::write(&staging.join("languages"))?;
    // Trunk empties `dist`, where the npm package is as well.
    let package = package::built();
    if package.exists() { files::copy(&package, &staging.join("element")) } else { Ok(()) }
}

/// Trunk's own minifier gives up on wasm-bindgen's glue ("Failed to minify JS").
fn minify(directory: &Path) -> Result<()> {
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if [Some(OsStr::new("js")), Some(OsStr::new("css"))].contains(&path.extension()) {
            esbuild(&["--minify", "--allow-overwrite"], &path, &path)?;
        }
    }
    Ok(())
}
