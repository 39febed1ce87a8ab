//! Makes the npm package of the custom element.

use super::{budget, hash, languages, react, wasm};
use crate::{command, setup, tools::Tool};
use anyhow::{Context, Result};
use paddle_magic_links_strings::Strings;
use serde_json::json;
use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

/// The package as it is published, unpacked again for the tests.
pub(crate) fn unpacked() -> PathBuf {
    command::target().join("package")
}

/// What the build writes among the element's sources.
const GENERATED: &str = "generated";

pub(crate) fn run() -> Result<()> {
    setup::to_build()?;
    let dist = command::root().join("dist/element");
    let work = command::target().join("element");
    for directory in [&dist, &work] {
        if directory.exists() {
            fs::remove_dir_all(directory)?;
        }
        fs::create_dir_all(directory)?;
    }
    command::copy_files(&command::root().join("element"), &work)?;
    fs::create_dir_all(work.join(GENERATED))?;
    styles(&work)?;
    component(&work, &dist)?;
    generate(&work, &dist)?;
    let mut package = Package::new(&dist);
    scripts(&work, &mut package)?;
    for file in [
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
    let manifest = dist.join("package.json");
    fs::write(&manifest, languages::export(&fs::read_to_string(&manifest)?)?)?;
    package.name_hashed_files(&manifest)?;
    list_hashes(&dist)?;
    budget::weigh(&dist, &budget::ELEMENT)?;
    pack(&dist)?;
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
                command::run(node.arg(&script).args([dom, fetch]).arg(unpacked().join(entry)))?;
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
    command::copy_files(&unpacked(), &package)?;
    command::copy_files(&unpacked().join("languages"), &package.join("languages"))?;
    command::copy_files(&command::root().join("element/types-test"), &programs)?;
    let mut tsc = command::npm_script("tsc");
    tsc.args(["--noEmit", "--strict", "--target", "es2022", "--module", "nodenext"]);
    tsc.args(["--lib", "es2022,dom,dom.iterable", "--jsx", "react-jsx"]);
    tsc.args(["element.ts", "react.tsx", "solid.tsx", "svelte.ts", "vue.tsx"]);
    command::run(tsc.current_dir(&programs))?;
    // The same program with the types of an older React.
    let mut tsc = command::npm_script("tsc");
    command::run(tsc.args(["--project", "react-18.json"]).current_dir(programs))
}

/// Makes two sheets of the styles: one for the element's own script, which the widget needs at its
/// final size, and one that comes with the component.
fn styles(work: &Path) -> Result<()> {
    const AT_REST: [&str; 2] = ["base.css", "controls.css"];
    let (mut at_rest, mut in_use) = (String::new(), String::new());
    let directory = command::root().join("style/magic-links");
    let mut files: Vec<_> = fs::read_dir(directory)?.collect::<Result<_, _>>()?;
    files.sort_by_key(fs::DirEntry::file_name);
    for file in files {
        let is_at_rest = AT_REST.iter().any(|name| file.file_name() == *name);
        let sheet = if is_at_rest { &mut at_rest } else { &mut in_use };
        sheet.push_str(&fs::read_to_string(file.path())?);
    }
    for (name, sheet) in [("at-rest.css", at_rest), ("in-use.css", in_use)] {
        let file = work.join(GENERATED).join(name);
        fs::write(&file, sheet)?;
        esbuild(&["--minify", "--allow-overwrite"], &file, &file)?;
        // esbuild leaves white space in custom properties, where scripts could read it. None does.
        let minified = fs::read_to_string(&file)?.replace(", ", ",").replace(": ", ":");
        fs::write(&file, minified.trim_end())?;
    }
    Ok(())
}

/// The component: its wasm, and the script that starts it.
fn component(work: &Path, dist: &Path) -> Result<()> {
    let target = command::target().join("small");
    let generated = work.join(GENERATED);
    let mut cargo = command::new("cargo");
    cargo.args(["rustc", "--quiet", "--locked", "--release", "--bin", "element"]);
    cargo.args(["--features", "element", "--target", "wasm32-unknown-unknown"]);
    // With a standard library built for size, in which a panic is a trap without a message: 5 kB
    // (brotli) smaller. Cargo offers that on nightly only, so it is told that this is one:
    // https://doc.rust-lang.org/cargo/reference/unstable.html#build-std
    cargo.args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"]);
    cargo.args(["-Zpanic-immediate-abort", "--config", "profile.release.panic='immediate-abort'"]);
    // Rust's default of 1 MiB is more than is used, takes memory, and makes every address a byte longer.
    cargo.args(["--", "-Clink-arg=-zstack-size=262144"]);
    cargo.env("RUSTC_BOOTSTRAP", "1").env("CARGO_TARGET_DIR", &target);
    command::run(&mut cargo)?;
    let wasm = target.join("wasm32-unknown-unknown/release/element.wasm");
    let bindgen = ["--target", "web", "--no-typescript", "--out-name", "wasm", "--out-dir"];
    command::run(Tool::WasmBindgen.command()?.args(bindgen).arg(&generated).arg(wasm))?;
    let (wasm, glue) = (generated.join("wasm_bg.wasm"), generated.join("wasm.js"));
    wasm::optimise(&wasm, &glue)?;
    fs::copy(&wasm, dist.join("component.wasm"))?;
    let mut zlib = Vec::new();
    let options = zopfli::Options::default();
    zopfli::compress(options, zopfli::Format::Zlib, &*fs::read(&wasm)?, &mut zlib)?;
    fs::write(generated.join("component.wasm.zlib"), zlib)?;
    bundle(&[], &work.join("component.js"), &dist.join("component.js"))
}

/// The modules in `generated` that the element imports.
fn generate(work: &Path, dist: &Path) -> Result<()> {
    let generated = work.join(GENERATED);
    let example = ["run", "--quiet", "--locked", "--features", "ssr", "--example", "markup"];
    let markup = command::output(command::new("cargo").args(example)).context(
        "the component could not be rendered: cargo run --features ssr --example markup",
    )?;
    fs::write(generated.join("markup.js"), markup)?;
    let Strings { new_tab, load_failed, timed_out, try_again, .. } = Strings::ENGLISH;
    let mut texts = String::new();
    for (name, text) in [
        ("newTab", new_tab),
        ("loadFailed", load_failed),
        ("timedOut", timed_out),
        ("tryAgain", try_again),
    ] {
        writeln!(texts, "export const {name} = {};", json!(text))?;
    }
    fs::write(generated.join("texts.js"), texts)?;
    let integrity = hash::integrity(&fs::read(dist.join("component.wasm"))?);
    let integrity = format!("export const integrity = {};\n", json!(integrity));
    fs::write(generated.join("integrity.js"), integrity)?;
    let languages = format!("export const languages = {};\n", languages::loaders());
    fs::write(generated.join("languages.js"), languages)?;
    Ok(())
}

/// The element's scripts, and the languages other than English. Each file is made after those that it
/// names.
fn scripts(work: &Path, package: &mut Package) -> Result<()> {
    let dist = package.directory.clone();
    fs::write(dist.join("strings.d.ts"), languages::types())?;
    for language in languages::write(&dist.join("languages"))? {
        package.hash(&format!("languages/{language}.js"))?;
    }
    package.hash("component.wasm")?;
    package.hash("component.js")?;
    for (file, options) in [
        ("dictionaries.js", &["--external:./languages/*"][..]),
        ("diagnose.js", &[]),
        ("inlined.js", &["--loader:.zlib=base64"]),
        ("again.js", &["--loader:.zlib=base64"]),
    ] {
        bundle(options, &work.join(file), &dist.join(file))?;
        package.hash(file)?;
    }
    let later = ["diagnose.js", "dictionaries.js", "inlined.js", "again.js", "pure.js"]
        .map(|file| format!("--external:./{file}"));
    let later: Vec<_> = later.iter().map(String::as_str).collect();
    for file in ["index.js", "pure.js", "bundler.js"] {
        let script = dist.join(file);
        bundle(&later, &work.join(file), &script)?;
        package.name_hashed_files(&script)?;
    }
    Ok(())
}

/// The files of the package. Those that are loaded at run time have their content's hash in their
/// names, so that releases can live side by side, and caches may keep them forever.
struct Package {
    directory: PathBuf,
    /// The name of a file in the sources, and its name with the hash.
    names: Vec<(String, String)>,
}

impl Package {
    fn new(directory: &Path) -> Self {
        Self { directory: directory.to_owned(), names: Vec::new() }
    }

    /// Puts a file's hash into its name.
    fn hash(&mut self, file: &str) -> Result<()> {
        let path = self.directory.join(file);
        let (stem, kind) = file.rsplit_once('.').context("a file without an extension")?;
        if kind == "js" {
            self.name_hashed_files(&path)?;
        }
        let name = format!("{stem}-{}.{kind}", hash::short(&fs::read(&path)?));
        fs::rename(path, self.directory.join(&name))?;
        self.names.push((format!("./{file}"), format!("./{name}")));
        Ok(())
    }

    /// Replaces the names in a script by those with hashes.
    fn name_hashed_files(&self, script: &Path) -> Result<()> {
        let mut text = fs::read_to_string(script)?;
        for (file, name) in &self.names {
            text = text.replace(file.as_str(), name);
        }
        Ok(fs::write(script, text)?)
    }
}

/// Bundles a script with all that it imports, and minifies it.
fn bundle(options: &[&str], from: &Path, to: &Path) -> Result<()> {
    let bundle = ["--bundle", "--format=esm", "--target=es2022", "--loader:.css=text"];
    esbuild(&[&bundle, options].concat(), from, to)?;
    let mut terser = command::npm_script("terser");
    terser.arg(to).args(["--module", "--ecma", "2022", "--mangle"]);
    // What webpack and Vite read in an import.
    terser.args(["--comments", "/webpackIgnore|@vite-ignore/"]);
    terser.args(["--compress", "passes=3,unsafe_arrows", "--output"]).arg(to);
    command::run(&mut terser)
}

fn esbuild(options: &[&str], from: &Path, to: &Path) -> Result<()> {
    let mut esbuild = command::npm_script("esbuild");
    esbuild.args(options).arg("--log-level=warning").arg(from);
    command::run(esbuild.arg(format!("--outfile={}", to.display())))
}

/// For pages that pin what they load. Lists every script and the wasm.
fn list_hashes(dist: &Path) -> Result<()> {
    let mut hashes = serde_json::Map::new();
    for directory in ["", "languages/"] {
        for file in fs::read_dir(dist.join(directory))? {
            let path = file?.path();
            if let Some("js" | "wasm") = path.extension().and_then(|extension| extension.to_str()) {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                hashes.insert(
                    format!("{directory}{name}"),
                    hash::integrity(&fs::read(&path)?).into(),
                );
            }
        }
    }
    fs::write(dist.join("integrity.json"), serde_json::to_string_pretty(&hashes)?)?;
    Ok(())
}

/// Packs the package as npm would publish it, and unpacks what it packed.
fn pack(dist: &Path) -> Result<()> {
    let unpacked = unpacked();
    if unpacked.exists() {
        fs::remove_dir_all(&unpacked)?;
    }
    fs::create_dir_all(&unpacked)?;
    let mut npm = command::npm_script("npm");
    npm.args(["pack", "--silent", "--pack-destination"]).arg(&unpacked).current_dir(dist);
    command::run(npm.stdout(std::process::Stdio::null()))?;
    let archive = fs::read_dir(&unpacked)?.next().context("npm packed nothing")??.path();
    let mut tar = command::new("tar");
    tar.arg("-xzf").arg(archive).args(["--strip-components", "1", "-C"]).arg(&unpacked);
    command::run(&mut tar)
}
