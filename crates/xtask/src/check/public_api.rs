//! Compares the public API of each published library with the accepted one.

use super::{packages, snapshot};
use crate::command;
use anyhow::{Context, Result, ensure};
use public_api::Builder;
use std::path::{Path, PathBuf};

/// It is documented as browsers run it.
const COMPONENT: &str = "paddle-magic-links";
const WASM: &str = "wasm32-unknown-unknown";

pub(crate) fn check() -> Result<()> {
    let mut libraries = packages::libraries()?;
    ensure!(libraries.len() > 5, "too few libraries are published: {libraries:?}");
    libraries.retain(|name| name != COMPONENT);
    let mut native = vec!["--all-features"];
    native.extend(libraries.iter().flat_map(|name| ["--package", name]));
    let native = document(&native)?;
    let wasm = document(&["--features", "csr", "--target", WASM, "--package", COMPONENT])?;
    let wasm = wasm.join(WASM);
    compare(COMPONENT, &wasm)?;
    libraries.iter().try_for_each(|name| compare(name, &native))
}

/// Has rustdoc write JSON, and returns the target directory. Only an unstable rustdoc does that. Build
/// scripts see that as well and do other things then, so this has a target directory of its own.
fn document(what: &[&str]) -> Result<PathBuf> {
    let target = command::target().join("api");
    let mut cargo = command::new("cargo");
    cargo.args(["doc", "--lib", "--no-deps", "--quiet", "--locked", "--target-dir"]).arg(&target);
    cargo.args(what).env("RUSTC_BOOTSTRAP", "1");
    command::run(cargo.env("RUSTDOCFLAGS", "-Z unstable-options --output-format json"))?;
    Ok(target)
}

fn compare(library: &str, target: &Path) -> Result<()> {
    let json = target.join("doc").join(library.replace('-', "_")).with_extension("json");
    // Without what holds for every type.
    let api = Builder::from_rustdoc_json(json).omit_blanket_impls(true).omit_auto_trait_impls(true);
    let api = api.build().with_context(|| format!("rustdoc's JSON for {library}"))?;
    let items: Vec<_> = api.items().map(ToString::to_string).collect();
    ensure!(items.len() > 1, "{library} has no public API");
    snapshot::compare(&format!("{library}.txt"), &items.join("\n"))
}
