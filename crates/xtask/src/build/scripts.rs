//! The element's scripts, with the wasm and the styles that they load.

use super::{esbuild::esbuild, hash, languages, package::Package, wasm};
use crate::{command, tools::Tool};
use anyhow::{Context, Result};
use paddle_magic_links_strings::Strings;
use serde_json::json;
use std::{fmt::Write, fs, path::Path};

/// What the build writes among the element's sources.
const GENERATED: &str = "generated";

/// Makes the scripts, the styles and the wasm in the package, by the sources in `work`.
pub(super) fn make(work: &Path, package: &mut Package) -> Result<()> {
    fs::create_dir_all(work.join(GENERATED))?;
    styles(work)?;
    component(work, &package.directory)?;
    generate(work, &package.directory)?;
    scripts(work, package)
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
    // Paths of this machine would change the bytes, and with them the hash in the file's name:
    // https://doc.rust-lang.org/cargo/reference/unstable.html#profile-trim-paths-option
    cargo.args(["-Ztrim-paths", "--config", "profile.release.trim-paths='all'"]);
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
