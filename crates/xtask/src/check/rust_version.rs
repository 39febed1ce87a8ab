//! Checks the `rust-version` of the crates that are published.
//!
//! All their dependencies in Cargo.lock must support that version, too. Crates that promise 1.85 are
//! compiled with it, if Debian has that compiler. Debian has no 1.88, so less is checked for the
//! component: its dependencies, and, by clippy's `incompatible_msrv`, that it calls nothing newer from
//! the standard library. No check would notice newer syntax.

use super::packages::is_published;
use crate::{
    apt,
    command::{self, step},
};
use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    process::Command,
};

/// A dependency of the proxy, behind a feature that asks for a later Rust.
const LATER: &str = "redis";

/// The oldest `rust-version` that a crate promises. Debian has this version.
const OLD_RUST: &str = "1.85";

pub(crate) fn run(may_use_apt: bool) -> Result<()> {
    let metadata = command::output(command::new("cargo").args([
        "metadata",
        "--locked",
        "--all-features",
        "--format-version",
        "1",
    ]));
    let metadata: Value = serde_json::from_str(&metadata.context("cargo metadata failed")?)?;
    let packages = metadata["packages"].as_array().context("cargo metadata lists no packages")?;
    let published: Vec<_> = packages.iter().filter(|package| is_published(package)).collect();
    ensure!(!published.is_empty(), "no package is published");
    for package in &published {
        check_dependencies(&metadata, package)?;
    }
    let Some(mut check) = old_cargo(may_use_apt)? else {
        eprintln!(
            "Nothing was compiled with Rust {OLD_RUST}: on a Debian that has it, \
             `cargo xtask rust-version --yes` unpacks it with apt."
        );
        return Ok(());
    };
    check.args(["check", "--locked", "--quiet"]);
    let oldest = published.iter().filter(|package| package["rust_version"] == OLD_RUST);
    let names = oldest.filter_map(|package| package["name"].as_str());
    command::run(check.args(names.flat_map(|name| ["--package", name])))
}

/// Cargo with that compiler, if it is unpacked already or apt may be asked and has it.
fn old_cargo(may_use_apt: bool) -> Result<Option<Command>> {
    let tools = command::npm_tools().join(format!("rust-{OLD_RUST}"));
    let rustc = tools.join("usr/bin/rustc");
    if !rustc.exists() {
        if !may_use_apt || !apt::is_here() {
            return Ok(None);
        }
        let mut version = packaged();
        if version.is_none() {
            apt::update()?;
            version = packaged();
        }
        let Some(version) = version else { return Ok(None) };
        step(&format!("Unpacking Debian's rustc {version} (seconds)"), || {
            let rust = ["rustc-web", "libstd-rust-web-dev", "libstd-rust-web-1.85"];
            let mut packages = rust.map(|package| format!("{package}={version}")).to_vec();
            packages.push("libllvm19".into());
            apt::unpack(&packages, &tools)
        })?;
    }
    let mut cargo = command::new("cargo");
    cargo.env("RUSTC", rustc).env("LD_LIBRARY_PATH", tools.join("usr/lib/x86_64-linux-gnu"));
    cargo.env("CARGO_TARGET_DIR", command::target().join(format!("rust-{OLD_RUST}")));
    Ok(Some(cargo))
}

/// The version of Debian's package of that compiler.
fn packaged() -> Option<String> {
    let list = command::output(command::new("apt-cache").args(["madison", "rustc-web"]))?;
    let mut versions = list.lines().filter_map(|line| line.split('|').nth(1).map(str::trim));
    versions.find(|version| version.starts_with(OLD_RUST)).map(str::to_owned)
}

/// Fails if a dependency needs a later Rust than the package promises.
fn check_dependencies(metadata: &Value, package: &Value) -> Result<()> {
    let list = |of: &Value| of.as_array().cloned().unwrap_or_default();
    let by_id = |of: Value| {
        let id = of["id"].as_str().unwrap_or_default().to_owned();
        (id, of)
    };
    let packages: BTreeMap<_, _> = list(&metadata["packages"]).into_iter().map(by_id).collect();
    let nodes: BTreeMap<_, _> =
        list(&metadata["resolve"]["nodes"]).into_iter().map(by_id).collect();
    let field = |field: &str| package[field].as_str().with_context(|| format!("no {field}"));
    let (name, root) = (field("name")?, field("id")?);
    let promised = version(package).with_context(|| format!("{name} has no rust-version"))?;
    let (mut seen, mut next) = (BTreeSet::new(), vec![root.to_owned()]);
    while let Some(id) = next.pop() {
        let Some(node) = nodes.get(&id).filter(|_| seen.insert(id.clone())) else { continue };
        let is_needed =
            |kinds: &Value| list(kinds).iter().any(|kind| kind["kind"].as_str() != Some("dev"));
        let needed = list(&node["deps"])
            .into_iter()
            .filter(|dep| is_needed(&dep["dep_kinds"]) && dep["name"] != LATER);
        next.extend(needed.filter_map(|dep| Some(dep["pkg"].as_str()?.to_owned())));
    }
    // What takes the place of a package in this workspace does so in no other.
    let is_everywhere = |other: &&Value| !other["source"].is_null() || is_published(other);
    for other in seen.iter().map(|id| &packages[id]).filter(is_everywhere) {
        if version(other).is_some_and(|needed| needed > promised) {
            bail!(
                "{name} promises rust-version {}, but {} {} in Cargo.lock needs {}: raise it, or take \
                 an older one by `cargo update --precise`",
                package["rust_version"],
                other["name"],
                other["version"],
                other["rust_version"]
            );
        }
    }
    ensure!(seen.len() > 1, "cargo metadata knows no dependencies of {name}");
    Ok(())
}

/// A package's `rust-version`, as numbers that can be compared.
fn version(package: &Value) -> Option<Vec<u32>> {
    let mut numbers: Vec<u32> = package["rust_version"]
        .as_str()?
        .split('.')
        .filter_map(|number| number.parse().ok())
        .collect();
    numbers.resize(3, 0);
    Some(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn metadata(of_the_dependency: &str) -> Value {
        let package = |name: &str, source: Value, rust_version: &str| {
            json!({ "id": name, "name": name, "version": "1.2.3", "source": source,
                    "rust_version": rust_version, "publish": null })
        };
        let mut patch = package("patch", Value::Null, "1.95");
        patch["publish"] = json!([]);
        let dep = |name: &str, kind: Value| json!({ "pkg": name, "dep_kinds": [{ "kind": kind }] });
        json!({
            "packages": [
                package("widget", Value::Null, "1.85"),
                patch,
                package("library", "registry".into(), of_the_dependency),
                package("test-tool", "registry".into(), "1.95"),
            ],
            "resolve": { "nodes": [
                { "id": "widget", "deps": [dep("patch", Value::Null), dep("test-tool", "dev".into())] },
                { "id": "patch", "deps": [dep("library", "build".into())] },
                { "id": "library", "deps": [] },
                { "id": "test-tool", "deps": [] },
            ] },
        })
    }

    fn check(metadata: &Value) -> Result<()> {
        check_dependencies(metadata, &metadata["packages"][0])
    }

    #[test]
    fn a_dependency_that_needs_a_later_rust_is_named() {
        for fine in ["1.85", "1.85.0", "1.9"] {
            check(&metadata(fine)).unwrap();
        }
        for later in ["1.85.1", "1.86", "2.0"] {
            let error = check(&metadata(later)).unwrap_err().to_string();
            assert!(error.contains("widget promises rust-version \"1.85\""), "{error}");
            assert!(error.contains("\"library\" \"1.2.3\""), "{error}");
        }
        let mut published = metadata("1.85");
        published["packages"][1]["publish"] = Value::Null;
        assert!(check(&published).unwrap_err().to_string().contains("\"patch\""));
    }
}
