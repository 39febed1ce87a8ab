//! The public API of each published library is the one that was accepted, in `api/` beside this file.
//!
//! To accept a change: `UPDATE_API=1 cargo test --package xtask --test api -- --ignored`.

use public_api::Builder;
use serde_json::Value;
use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

/// It is documented as browsers run it.
const COMPONENT: &str = "paddle-magic-links";
const WASM: &str = "wasm32-unknown-unknown";

#[test]
#[ignore = "documents every library; `cargo xtask packages` runs it"]
fn the_public_api_is_the_accepted_one() {
    let mut libraries = published_libraries();
    assert!(libraries.len() > 5, "{libraries:?}");
    libraries.retain(|name| name != COMPONENT);
    let packages = libraries.iter().flat_map(|name| ["--package", name]);
    let native = document(Command::new("cargo").args(["doc", "--all-features"]).args(packages));
    let component = ["doc", "--features", "csr", "--target", WASM, "--package", COMPONENT];
    let wasm = document(Command::new("cargo").args(component)).join(WASM);
    let mut changes = changes(COMPONENT, &wasm.join("doc"));
    changes.extend(libraries.iter().flat_map(|name| self::changes(name, &native.join("doc"))));
    assert!(
        changes.is_empty(),
        "public APIs have changed:\n{}\nTo accept that: UPDATE_API=1 cargo test --package xtask \
         --test api -- --ignored",
        changes.join("\n")
    );
}

fn published_libraries() -> Vec<String> {
    let list = ["metadata", "--locked", "--no-deps", "--format-version", "1"];
    let output = Command::new("cargo").args(list).output().unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let is_library = |target: &Value| target["kind"][0] == "lib";
    let packages = metadata["packages"].as_array().unwrap().iter().filter(|package| {
        package["publish"].is_null()
            && package["targets"].as_array().unwrap().iter().any(is_library)
    });
    packages.map(|package| package["name"].as_str().unwrap().to_owned()).collect()
}

/// Has rustdoc write JSON, and returns the target directory. Only an unstable rustdoc does that. Build
/// scripts see that as well and do other things then, so this has a target directory of its own.
fn document(cargo: &mut Command) -> PathBuf {
    let directories = env::current_exe().unwrap();
    let target = directories.ancestors().nth(3).unwrap().join("api");
    cargo.args(["--lib", "--no-deps", "--quiet", "--locked", "--target-dir"]).arg(&target);
    cargo.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap());
    cargo.env("RUSTC_BOOTSTRAP", "1");
    cargo.env("RUSTDOCFLAGS", "-Z unstable-options --output-format json");
    assert!(cargo.status().unwrap().success(), "{cargo:?} failed");
    target
}

/// Compares a library's API with its file, or writes that file if `UPDATE_API` is set.
fn changes(library: &str, documents: &Path) -> Vec<String> {
    let json = documents.join(library.replace('-', "_")).with_extension("json");
    // Without what holds for every type.
    let api = Builder::from_rustdoc_json(json).omit_blanket_impls(true).omit_auto_trait_impls(true);
    let found: Vec<_> = api.build().unwrap().items().map(ToString::to_string).collect();
    let found = found.join("\n") + "\n";
    assert!(found.lines().count() > 1, "{library} has no public API");
    let accepted = format!("{}/tests/api/{library}.txt", env!("CARGO_MANIFEST_DIR"));
    if env::var_os("UPDATE_API").is_some() {
        fs::write(accepted, found).unwrap();
        return Vec::new();
    }
    let accepted = fs::read_to_string(accepted).unwrap_or_default();
    let lines = |api| -> BTreeSet<_> { str::lines(api).collect() };
    let (accepted, found) = (lines(&accepted), lines(&found));
    let gone = accepted.difference(&found).map(|line| format!("- {library}: {line}"));
    gone.chain(found.difference(&accepted).map(|line| format!("+ {library}: {line}"))).collect()
}
