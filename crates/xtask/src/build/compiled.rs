//! The crates that are compiled into a program, as cargo resolves them for its platform and features.

use crate::command;
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::{collections::BTreeSet, path::PathBuf, process::Command};

/// A program that others get from a release.
pub(crate) struct Program {
    /// The name of its files in a release.
    pub(crate) name: &'static str,
    pub(crate) package: &'static str,
    platform: &'static str,
    features: &'static str,
    /// The features of the standard library that it is linked with.
    std_features: &'static str,
}

/// The wasm in the npm package.
pub(crate) const ELEMENT: Program = Program {
    name: "element",
    package: "paddle-magic-links",
    platform: "wasm32-unknown-unknown",
    features: "element",
    std_features: "optimize_for_size",
};

/// The proxy as a program, as the container has it.
pub(crate) const PROXY: Program = Program {
    name: "proxy",
    package: "paddle-magic-links-proxy-server",
    platform: "x86_64-unknown-linux-musl",
    features: "",
    std_features: "backtrace",
};

/// The command `magic-links`.
pub(crate) const COMMAND: Program =
    Program { name: "command", package: "paddle-magic-links-cli", ..PROXY };

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Crate {
    pub(crate) name: String,
    pub(crate) version: String,
    /// An SPDX expression.
    pub(crate) licence: String,
    pub(crate) authors: Vec<String>,
    pub(crate) repository: Option<String>,
    pub(crate) directory: PathBuf,
    pub(crate) origin: Origin,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Origin {
    Workspace,
    Registry,
    /// In the source of Rust itself.
    Rust,
}

impl Program {
    /// Every crate whose code is in the program. Procedural macros and build scripts only run while it
    /// is compiled.
    pub(crate) fn crates(&self) -> Result<Vec<Crate>> {
        let mut own = command::new("cargo");
        own.args(["tree", "--package", self.package, "--features", self.features]);
        let mut crates = self.select(own, command::new("cargo"), Origin::Workspace)?;
        let (mut tree, mut metadata) = (command::new("cargo"), command::new("cargo"));
        tree.args(["tree", "--features", self.std_features]);
        for cargo in [&mut tree, &mut metadata] {
            // Cargo reads the standard library's manifests as if it were a nightly.
            cargo.current_dir(standard_library()?.join("std")).env("RUSTC_BOOTSTRAP", "1");
        }
        let std = self.select(tree, metadata, Origin::Rust)?;
        // Names for `core` and `alloc`, without code.
        crates.extend(std.into_iter().filter(|of| !of.name.starts_with("rustc-std-workspace")));
        crates.sort();
        // What both use in the same version.
        crates.dedup();
        Ok(crates)
    }

    /// What `tree` lists, with what cargo's metadata says of it. A crate without a source is `local`.
    fn select(
        &self,
        mut tree: Command,
        mut metadata: Command,
        local: Origin,
    ) -> Result<Vec<Crate>> {
        tree.args(["--locked", "--target", self.platform, "--edges", "normal,no-proc-macro"]);
        tree.args(["--prefix", "none", "--format", "{p}"]);
        let tree = command::output(&mut tree).context("cargo tree failed")?;
        let listed: BTreeSet<_> = tree.lines().filter_map(name_and_version).collect();
        metadata.args(["metadata", "--locked", "--all-features", "--format-version", "1"]);
        let metadata = command::output(&mut metadata).context("cargo metadata failed")?;
        let metadata: Value = serde_json::from_str(&metadata)?;
        let packages = metadata["packages"].as_array().into_iter().flatten();
        let crates: Vec<_> = packages
            .filter_map(|package| {
                let name = (package["name"].as_str()?, package["version"].as_str()?);
                listed.contains(&name).then(|| read(package, local))
            })
            .collect::<Option<_>>()
            .context("cargo metadata has a package without a name")?;
        ensure!(crates.len() == listed.len(), "cargo tree and cargo metadata differ");
        Ok(crates)
    }
}

fn standard_library() -> Result<PathBuf> {
    let sysroot = command::output(command::new("rustc").args(["--print", "sysroot"]));
    let sysroot = PathBuf::from(sysroot.context("rustc has no sysroot")?);
    Ok(sysroot.join("lib/rustlib/src/rust/library"))
}

fn name_and_version(line: &str) -> Option<(&str, &str)> {
    let mut words = line.split_whitespace();
    Some((words.next()?, words.next()?.strip_prefix('v')?))
}

fn read(package: &Value, local: Origin) -> Option<Crate> {
    let text = |key: &str| package[key].as_str().map(str::to_owned);
    let authors = package["authors"].as_array().into_iter().flatten();
    let mut directory = PathBuf::from(text("manifest_path")?);
    directory.pop();
    Some(Crate {
        name: text("name")?,
        version: text("version")?,
        // Older manifests have a slash, which SPDX does not know.
        licence: text("license").unwrap_or_default().replace('/', " OR "),
        authors: authors.filter_map(|author| Some(author.as_str()?.to_owned())).collect(),
        repository: text("repository"),
        directory,
        origin: if package["source"].is_null() { local } else { Origin::Registry },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wasm_has_the_widget_and_what_it_calls_but_no_macros_and_no_server() -> Result<()> {
        let crates = ELEMENT.crates()?;
        let named = |name: &str| crates.iter().find(|of| of.name == name).map(|of| of.origin);
        assert_eq!(named("paddle-magic-links-flow"), Some(Origin::Workspace));
        assert_eq!(named("leptos"), Some(Origin::Registry));
        assert_eq!(named("core"), Some(Origin::Rust));
        for absent in ["leptos_macro", "axum", "tokio", "rustc-std-workspace-core"] {
            assert_eq!(named(absent), None, "{absent}");
        }
        Ok(())
    }
}
