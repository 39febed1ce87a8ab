//! Makes the npm package of the custom element.

use crate::{budget, command, hash, languages, react, setup, shorten, tools::Tool};
use anyhow::{Context, Result};
use paddle_magic_links_strings::Strings;
use serde_json::json;
use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

/// The package as it is published, unpacked again: what the tests use.
pub(crate) fn unpacked() -> PathBuf {
    command::target().join("package")
}

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
    styles(&work)?;
    component(&work, &dist)?;
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

/// Mounts the packed element where platforms run their own component tests.
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
        let file = work.join(name);
        fs::write(&file, sheet)?;
        esbuild(&["--minify", "--allow-overwrite"], &file, &file)?;
        // esbuild leaves white space in custom properties, where scripts could read it. None does.
        let minified = fs::read_to_string(&file)?.replace(", ", ",").replace(": ", ":");
        fs::write(&file, minified.trim_end())?;
    }
    Ok(())
}

/// The Leptos component with its glue, and with what it asks of the element.
fn component(work: &Path, dist: &Path) -> Result<()> {
    let target = command::target().join("small");
    let mut cargo = command::new("cargo");
    // As a cdylib and nothing else: rustc does no link-time optimisation for two kinds at once.
    cargo.args(["rustc", "--quiet", "--locked", "--release", "--lib", "--crate-type", "cdylib"]);
    cargo.args(["--features", "element", "--target", "wasm32-unknown-unknown"]);
    // With a standard library built for size, in which a panic is a trap without a message: 5 kB
    // (brotli) less. Cargo has that on nightly only, so it is told that this is one:
    // https://doc.rust-lang.org/cargo/reference/unstable.html#build-std
    cargo.args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"]);
    cargo.args(["-Zpanic-immediate-abort", "--config", "profile.release.panic='immediate-abort'"]);
    // Rust's 1 MiB is more than is used, would lie in memory, and makes every address a byte longer.
    cargo.args(["--", "-Clink-arg=-zstack-size=262144"]);
    cargo.env("RUSTC_BOOTSTRAP", "1").env("CARGO_TARGET_DIR", &target);
    command::run(&mut cargo)?;
    let wasm = target.join("wasm32-unknown-unknown/release/paddle_magic_links.wasm");
    let bindgen = ["--target", "web", "--no-typescript", "--out-name", "glue", "--out-dir"];
    command::run(Tool::WasmBindgen.command()?.args(bindgen).arg(work).arg(wasm))?;
    let (wasm, glue) = (work.join("glue_bg.wasm"), work.join("glue.js"));
    let optimised = dist.join("component.wasm");
    let mut wasm_opt = command::npm_script("wasm-opt");
    wasm_opt.args(shorten::SMALL).args(shorten::WASM_FEATURES).arg(wasm).arg("-o").arg(&optimised);
    command::run(&mut wasm_opt)?;
    shorten::names(&optimised, &glue)?;
    let mut zlib = Vec::new();
    let options = zopfli::Options::default();
    zopfli::compress(options, zopfli::Format::Zlib, &*fs::read(&optimised)?, &mut zlib)?;
    fs::write(work.join("component.wasm.zlib"), zlib)?;
    let bundle = dist.join("component.js");
    esbuild(&BUNDLE, &work.join("host.js"), &bundle)?;
    terser(&bundle)
}

/// The element's own scripts, with what they take from the component made into them, and the languages
/// other than English. Each file comes after those that it names.
fn scripts(work: &Path, package: &mut Package) -> Result<()> {
    let dist = package.directory.clone();
    let example = ["run", "--quiet", "--locked", "--features", "ssr", "--example", "markup"];
    let mut module = command::output(command::new("cargo").args(example)).context(
        "the component could not be rendered: cargo run --features ssr --example markup",
    )?;
    let integrity = hash::integrity(&fs::read(dist.join("component.wasm"))?);
    writeln!(module, "\nexport const integrity = {};", json!(integrity))?;
    let Strings { new_tab, load_failed, timed_out, try_again, .. } = Strings::ENGLISH;
    for (name, text) in [
        ("newTab", new_tab),
        ("loadFailed", load_failed),
        ("timedOut", timed_out),
        ("tryAgain", try_again),
    ] {
        writeln!(module, "export const {name} = {};", json!(text))?;
    }
    fs::write(work.join("made.js"), module)?;
    fs::write(
        work.join("languages.js"),
        format!("export const languages = {};\n", languages::loaders()),
    )?;
    fs::write(dist.join("language.d.ts"), languages::types())?;
    for language in languages::write(&dist.join("languages"))? {
        package.hash(&format!("languages/{language}.js"))?;
    }
    package.hash("component.wasm")?;
    package.hash("component.js")?;

    for (file, later) in [
        ("dictionaries.js", &["--external:./languages/*"][..]),
        ("diagnose.js", &[]),
        ("inlined.js", &["--loader:.zlib=base64"]),
    ] {
        esbuild(&[&BUNDLE, later].concat(), &work.join(file), &dist.join(file))?;
        terser(&dist.join(file))?;
        package.hash(file)?;
    }
    // The same under another name, and so another file in whatever a bundler makes of it.
    let inlined = package.path("inlined.js");
    fs::copy(inlined, dist.join("again.js"))?;
    package.hash("again.js")?;

    let later = ["diagnose.js", "dictionaries.js", "inlined.js", "again.js", "pure.js"]
        .map(|file| format!("--external:./{file}"));
    let later: Vec<_> = BUNDLE.into_iter().chain(later.iter().map(String::as_str)).collect();
    for file in ["index.js", "pure.js", "bundler.js"] {
        let script = dist.join(file);
        esbuild(&later, &work.join(file), &script)?;
        terser(&script)?;
        package.name_hashed_files(&script)?;
    }
    tell_bundlers(&dist.join("index.js"))
}

/// The files of the package. What is loaded at run time has its content's hash in its name, so that
/// releases live side by side, and a cache may keep it for good.
struct Package {
    directory: PathBuf,
    /// What sources call a file, and its name.
    names: Vec<(String, String)>,
}

impl Package {
    fn new(directory: &Path) -> Self {
        Self { directory: directory.to_owned(), names: Vec::new() }
    }

    /// Gives a file the name that has its hash in it.
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

    /// Where a file is that sources call by this name.
    fn path(&self, file: &str) -> PathBuf {
        let named = self.names.iter().find(|(name, _)| name[2..] == *file);
        self.directory.join(named.map_or(file, |(_, name)| name))
    }

    /// Lets a script name them as they are called.
    fn name_hashed_files(&self, script: &Path) -> Result<()> {
        let mut text = fs::read_to_string(script)?;
        for (file, name) in &self.names {
            text = text.replace(file.as_str(), name);
        }
        Ok(fs::write(script, text)?)
    }
}

/// Puts back the words to bundlers that a minifier drops: the component is imported by its URL, which
/// is none of their business.
fn tell_bundlers(script: &Path) -> Result<()> {
    let mut text = fs::read_to_string(script)?;
    // The other imports are of files that they may well bundle.
    let component = text.match_indices("import(").map(|(at, word)| at + word.len());
    let at = component.into_iter().find(|&at| !text[at..].starts_with('"'));
    let at = at.with_context(|| format!("{} imports no component", script.display()))?;
    text.insert_str(at, "/*webpackIgnore:true*//*@vite-ignore*/");
    Ok(fs::write(script, text)?)
}

const BUNDLE: [&str; 4] = ["--bundle", "--format=esm", "--minify", "--loader:.css=text"];

fn esbuild(options: &[&str], from: &Path, to: &Path) -> Result<()> {
    let mut esbuild = command::npm_script("esbuild");
    esbuild.args(options).arg("--log-level=warning").arg(from);
    command::run(esbuild.arg(format!("--outfile={}", to.display())))
}

/// Makes a script smaller still, by some 2 % of brotli.
fn terser(file: &Path) -> Result<()> {
    let mut terser = command::npm_script("terser");
    terser.arg(file).args(["--module", "--ecma", "2022", "--mangle"]);
    terser.args(["--compress", "passes=3,unsafe_arrows", "--output"]);
    command::run(terser.arg(file))
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
