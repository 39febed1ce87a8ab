//! Checks that the crates can be published, and that those who depend on them get what they should.

use super::{dependencies, public_api};
use crate::{
    command::{self, step},
    setup,
};
use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use std::{
    env, fs,
    path::{Path, PathBuf},
};

pub(crate) fn run() -> Result<()> {
    setup::to_publish()?;
    step("Packing the crates, and building them from that (minutes at first)", archives)?;
    step("Checking the dependencies (seconds)", dependencies::check)?;
    step("Documenting the public APIs (minutes at first)", public_api::check)
}

fn archives() -> Result<()> {
    forget_earlier_packages()?;
    // Changes that are not committed are packed as well, to be tried before they are.
    let publish = ["publish", "--dry-run", "--workspace", "--allow-dirty", "--locked", "--quiet"];
    command::run(command::new("cargo").args(publish))?;
    published()?.iter().try_for_each(check_archive)
}

/// The packages that anyone can depend on, as cargo describes them.
fn published() -> Result<Vec<Value>> {
    let list = ["metadata", "--locked", "--no-deps", "--format-version", "1"];
    let metadata = command::output(command::new("cargo").args(list));
    let mut metadata: Value = serde_json::from_str(&metadata.context("cargo metadata failed")?)?;
    let Value::Array(mut packages) = metadata["packages"].take() else {
        bail!("cargo metadata lists no packages");
    };
    packages.retain(is_published);
    Ok(packages)
}

/// The names of those that are libraries.
pub(super) fn libraries() -> Result<Vec<String>> {
    let is_library = |target: &Value| target["kind"][0] == "lib";
    let has_library = |package: &&Value| {
        package["targets"].as_array().is_some_and(|all| all.iter().any(is_library))
    };
    let name = |package: &Value| package["name"].as_str().map(str::to_owned);
    Ok(published()?.iter().filter(has_library).filter_map(name).collect())
}

/// Removes what cargo unpacked and built when it tried earlier packages of the same version. Cargo takes a
/// version as final, so it would try each crate with the others as they were then.
fn forget_earlier_packages() -> Result<()> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(dirs::home_dir()?.join(".cargo"))).context("set CARGO_HOME")?;
    let sources = home.join("registry/src");
    for package in entries(&sources).iter().flat_map(|registry| entries(registry)) {
        if named(&package, "paddle-magic-links") {
            fs::remove_dir_all(package)?;
        }
    }
    let built = command::target().join("debug/deps");
    for list in entries(&built) {
        let is_list = list.extension().is_some_and(|kind| kind == "d");
        if !is_list || !named(&list, "paddle_magic_links") {
            continue;
        }
        let sources = sources.to_string_lossy();
        if fs::read_to_string(&list).is_ok_and(|files| files.contains(sources.as_ref())) {
            let library = format!("lib{}", list.file_stem().unwrap_or_default().display());
            for kind in ["rlib", "rmeta"] {
                let file = built.join(&library).with_extension(kind);
                if file.exists() {
                    fs::remove_file(file)?;
                }
            }
        }
    }
    Ok(())
}

fn entries(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).collect()
}

fn named(path: &Path, start: &str) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(start))
}

/// Whether anyone can depend on this package. For `publish = false`, cargo lists no registries; for all
/// of them, it has no list.
pub(super) fn is_published(package: &Value) -> bool {
    package["source"].is_null() && package["publish"].is_null()
}

/// Checks what cargo has packed, and unpacked again to build it.
fn check_archive(package: &Value) -> Result<()> {
    let field = |name: &str| package[name].as_str().with_context(|| format!("no {name}"));
    let name = format!("{}-{}", field("name")?, field("version")?);
    let unpacked = command::target().join("package").join(&name);
    for license in ["LICENSE-MIT", "LICENSE-APACHE"] {
        let original = fs::read(command::root().join(license))?;
        // Where git makes no symbolic links, such a file has the path of the original in it.
        let same = fs::read(unpacked.join(license)).is_ok_and(|packed| packed == original);
        ensure!(same, "{name} is packed without {license}");
    }
    let (mut count, mut bytes) = (0, 0);
    measure(&unpacked, &mut count, &mut bytes)?;
    println!("{name}: {count} files, {} kB", bytes / 1000);
    Ok(())
}

fn measure(directory: &Path, count: &mut u32, bytes: &mut u64) -> Result<()> {
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            measure(&entry.path(), count, bytes)?;
        } else {
            (*count, *bytes) = (*count + 1, *bytes + entry.metadata()?.len());
        }
    }
    Ok(())
}
