//! Makes the npm package of the custom element, and tries it.

use super::{
    budget,
    compiled::ELEMENT,
    editors, languages, licences,
    package::{self, Package},
    react, scripts,
};
use crate::{command, files, setup};
use anyhow::Result;
use std::fs;

pub(crate) fn run() -> Result<()> {
    setup::to_build()?;
    let dist = package::built();
    let work = command::target().join("element");
    for directory in [&dist, &work] {
        if directory.exists() {
            fs::remove_dir_all(directory)?;
        }
        fs::create_dir_all(directory)?;
    }
    files::copy_files(&command::root().join("element"), &work)?;
    let mut package = Package::new(&dist);
    scripts::make(&work, &mut package)?;
    for file in [
        "README.md",
        "package.json",
        "custom-elements.json",
        "paddle-magic-links.d.ts",
        "index.d.ts",
        "pure.d.ts",
        "diagnose.d.ts",
        "react.d.ts",
        "react.js",
        "solid.d.ts",
        "svelte.d.ts",
        "vue.d.ts",
    ] {
        fs::copy(work.join(file), dist.join(file))?;
    }
    for license in ["LICENSE-MIT", "LICENSE-APACHE"] {
        fs::copy(command::root().join(license), dist.join(license))?;
    }
    fs::copy(command::root().join("docs/SKILL.md"), dist.join("SKILL.md"))?;
    fs::write(dist.join(licences::FILE), licences::third_party(&ELEMENT)?)?;
    editors::write(&dist)?;
    let manifest = dist.join("package.json");
    fs::write(&manifest, languages::export(&fs::read_to_string(&manifest)?)?)?;
    package.name_hashed_files(&manifest)?;
    package.list_hashes()?;
    budget::weigh(&dist, &budget::ELEMENT)?;
    package.pack()?;
    check_types()?;
    check_without_a_browser()?;
    react::run()
}

/// Mounts the packed element in jsdom and happy-dom, where platforms run their own component tests.
fn check_without_a_browser() -> Result<()> {
    const SCRIPT: &str = "mount.mjs";
    // Beside the tools, among which are jsdom and happy-dom.
    let script = command::npm_tools().join(SCRIPT);
    fs::copy(command::root().join("element/dom-test").join(SCRIPT), &script)?;
    for dom in ["jsdom", "happy-dom"] {
        for fetch in ["fetch", "no-fetch"] {
            for entry in ["index.js", "bundler.js"] {
                let mut node = command::new("node");
                command::run(
                    node.arg(&script).args([dom, fetch]).arg(package::unpacked().join(entry)),
                )?;
            }
        }
    }
    Ok(())
}

/// Compiles programs that use every type of the packed package.
fn check_types() -> Result<()> {
    // Below the tools, among which the frameworks are; beside the package, under the name by which
    // a page imports it.
    let programs = command::npm_tools().join("types");
    let package = programs.join("node_modules/paddle-magic-links");
    if programs.exists() {
        fs::remove_dir_all(&programs)?;
    }
    files::copy(&package::unpacked(), &package)?;
    files::copy_files(&command::root().join("element/types-test"), &programs)?;
    let mut tsc = command::npm_script("tsc");
    tsc.args(["--noEmit", "--strict", "--target", "es2022", "--module", "nodenext"]);
    tsc.args(["--lib", "es2022,dom,dom.iterable", "--jsx", "react-jsx"]);
    tsc.args(["element.ts", "react.tsx", "solid.tsx", "svelte.ts", "vue.tsx"]);
    command::run(tsc.current_dir(&programs))?;
    // The same program with the types of an older React.
    let mut tsc = command::npm_script("tsc");
    command::run(tsc.args(["--project", "react-18.json"]).current_dir(programs))
}
