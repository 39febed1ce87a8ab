//! Checks the npm package as a registry, a bundler and TypeScript see it, and that nobody changes what
//! others rely on without noticing.

use super::snapshot;
use crate::{
    build::{fresh::Build, package},
    command, setup,
};
use anyhow::{Context, Result};
use serde_json::Value;
use std::fs;

pub(crate) fn run() -> Result<()> {
    setup::to_build()?;
    Build::Package.refresh()?;
    resolution()?;
    snapshot::compare("npm-files.txt", &files()?)?;
    snapshot::compare("element.txt", &surface()?)
}

/// Whether every bundler and TypeScript find what `package.json` names.
fn resolution() -> Result<()> {
    let directory = package::built();
    let mut publint = command::npm_script("publint");
    command::run(publint.args(["run", "--strict", "--pack", "npm"]).arg(&directory))?;
    let mut attw = command::npm_script("attw");
    // The package is ESM, so how `require` and older Node find its types does not matter.
    attw.args(["--profile", "esm-only", "--format", "ascii", "--no-emoji", "--pack"]);
    command::run(attw.arg(&directory))
}

/// The names of the files that npm would publish, with `*` for hashes.
fn files() -> Result<String> {
    let mut npm = command::npm_script("npm");
    npm.args(["pack", "--dry-run", "--json"]).current_dir(package::built());
    let packed = command::output(&mut npm).context("npm pack failed")?;
    let packed: Value = serde_json::from_str(&packed)?;
    // npm 12 has an object by names there, and earlier ones a list.
    let packed = packed.get(0).or_else(|| packed.get("paddle-magic-links"));
    let files = packed.and_then(|packed| packed["files"].as_array());
    let files = files.context("npm pack lists no files")?.iter();
    let mut names: Vec<_> =
        files.filter_map(|file| Some(without_hash(file["path"].as_str()?))).collect();
    names.sort();
    Ok(names.join("\n"))
}

fn without_hash(path: &str) -> String {
    let is_hash = |text: &str| text.len() == 6 && text.chars().all(|c| c.is_ascii_hexdigit());
    match path.rsplit_once('.').and_then(|(stem, kind)| Some((stem.rsplit_once('-')?, kind))) {
        Some(((stem, hash), kind)) if is_hash(hash) => format!("{stem}-*.{kind}"),
        _ => path.to_owned(),
    }
}

/// All that a page or a program can name.
fn surface() -> Result<String> {
    const SCRIPT: &str = "surface.mjs";
    // Beside the tools, among which is TypeScript. The build has put the package below them, too.
    let tools = command::npm_tools();
    let script = tools.join(SCRIPT);
    fs::copy(command::root().join("element/api-test").join(SCRIPT), &script)?;
    let package = tools.join("types/node_modules/paddle-magic-links");
    let package = if package.exists() { package } else { package::unpacked() };
    command::output(command::new("node").arg(script).arg(package))
        .context("the types could not be listed: node element/api-test/surface.mjs")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hashes_are_replaced_in_names() {
        assert_eq!(without_hash("languages/en-XA-0a1b2c.js"), "languages/en-XA-*.js");
        assert_eq!(without_hash("paddle-magic-links.d.ts"), "paddle-magic-links.d.ts");
        assert_eq!(without_hash("README.md"), "README.md");
    }
}
