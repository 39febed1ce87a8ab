//! Installs missing tools at pinned versions. Those that take minutes go to the user's cache directory,
//! once; the others go to `target/tools`.

use crate::{
    apt, browsers,
    command::{self, step},
    redis, runtimes,
    tools::{Tool, starts},
};
use anyhow::{Context, Result, bail};
use std::{
    env, fs,
    path::{Path, PathBuf},
};

const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Installs all that the tests need. With `apt`, this includes missing browsers.
pub(crate) fn everything(apt: bool) -> Result<()> {
    to_build()?;
    to_fuzz()?;
    to_publish()?;
    to_build_the_site()?;
    redis::install(apt)?;
    runtimes::install(apt)?;
    pytest()?;
    browsers::install(apt)
}

/// Whether this runs in CI, where apt may be used without asking.
pub(crate) fn in_ci() -> bool {
    env::var_os("CI").is_some()
}

/// What checks without a browser need.
pub(crate) fn to_check() -> Result<()> {
    wasm_target()?;
    npm_tools()?;
    pytest()?;
    redis::install(in_ci())
}

/// What building the page needs.
pub(crate) fn to_build() -> Result<()> {
    wasm_target()?;
    standard_library()?;
    Tool::Trunk.install()?;
    Tool::WasmBindgen.install()?;
    npm_tools()
}

/// What `cargo xtask site` needs besides.
pub(crate) fn to_build_the_site() -> Result<()> {
    Tool::MdBook.install()
}

/// What `cargo xtask mutants` needs.
pub(crate) fn to_mutate() -> Result<()> {
    Tool::CargoMutants.install()
}

/// What `cargo xtask fuzz` needs.
pub(crate) fn to_fuzz() -> Result<()> {
    Tool::CargoFuzz.install()
}

/// What `cargo xtask packages` needs.
pub(crate) fn to_publish() -> Result<()> {
    wasm_target()?;
    Tool::CargoDeny.install()
}

/// What `cargo xtask bench` needs.
pub(crate) fn to_bench() -> Result<()> {
    to_build()?;
    browsers::install(in_ci())?;
    let missing = !starts("wrk") || !starts(nginx());
    if missing && !(in_ci() && apt::is_here()) {
        bail!("nginx or wrk is missing: install both and put them on the PATH");
    }
    if !starts("wrk") {
        step("Installing wrk with apt (seconds)", || apt::install(&["wrk"]))?;
    }
    if starts(nginx()) {
        return Ok(());
    }
    // Not installed, which would start it as a server of this machine.
    step("Unpacking Debian's nginx (seconds)", || apt::unpack(&["nginx"], &unpacked_nginx()))
}

/// The nginx that the proxy is compared with.
pub(crate) fn nginx() -> String {
    let unpacked = unpacked_nginx().join("usr/sbin/nginx");
    if unpacked.exists() { unpacked.display().to_string() } else { "nginx".into() }
}

fn unpacked_nginx() -> PathBuf {
    command::npm_tools().join("nginx")
}

fn wasm_target() -> Result<()> {
    let query = ["--print", "target-libdir", "--target", WASM_TARGET];
    let installed = command::output(command::new("rustc").args(query))
        .is_some_and(|directory| Path::new(&directory).is_dir());
    if installed {
        return Ok(());
    }
    step(&format!("Adding the Rust target {WASM_TARGET} (seconds)"), || {
        command::run(command::new("rustup").args(["target", "add", WASM_TARGET]))
    })
}

/// Installs the standard library's source, for the custom element's wasm.
fn standard_library() -> Result<()> {
    let sysroot = command::output(command::new("rustc").args(["--print", "sysroot"]));
    let library =
        Path::new(&sysroot.context("rustc has no sysroot")?).join("lib/rustlib/src/rust/library");
    if library.is_dir() {
        return Ok(());
    }
    step("Adding the Rust standard library's source (seconds)", || {
        command::run(command::new("rustup").args(["component", "add", "rust-src"]))
    })
}

/// Binaryen's wasm-opt, esbuild, terser, Biome, TypeScript, the frameworks whose types are checked, and
/// what stands in for a browser in others' tests. Older packages of Binaryen refuse what this rustc
/// writes.
fn npm_tools() -> Result<()> {
    const LOCK: &str = "package-lock.json";
    let wanted = command::root().join("crates/xtask/tools");
    let tools = command::npm_tools();
    let lock =
        fs::read(wanted.join(LOCK)).context("can't read crates/xtask/tools/package-lock.json")?;
    // npm writes this file last, so an interrupted installation is made again.
    let done = tools.join("node_modules/.package-lock.json").is_file();
    if done && fs::read(tools.join(LOCK)).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    step("Installing wasm-opt, minifiers, Biome, TypeScript and jsdom with npm (seconds)", || {
        fs::create_dir_all(&tools)?;
        for file in ["package.json", LOCK] {
            fs::copy(wanted.join(file), tools.join(file))?;
        }
        command::run(command::npm_script("npm").args(["ci", "--silent"]).current_dir(&tools))
    })
}

/// pytest, for a suite in a README. Its test is skipped without pip, which Debian's Python lacks.
fn pytest() -> Result<()> {
    const LOCK: &str = "requirements.txt";
    let wanted = command::root().join("crates/xtask/tools").join(LOCK);
    let to = command::npm_tools().join("python");
    let lock = fs::read(&wanted).context("can't read crates/xtask/tools/requirements.txt")?;
    let pip = || {
        let mut pip = command::new("python3");
        pip.args(["-m", "pip"]);
        pip
    };
    let has_pip = command::output(pip().arg("--version")).is_some();
    if !has_pip || fs::read(to.join(LOCK)).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    step("Installing pytest with pip (seconds)", || {
        let mut pip = pip();
        pip.args(["install", "--quiet", "--disable-pip-version-check", "--upgrade"]);
        pip.args(["--require-hashes", "--requirement"]).arg(&wanted).arg("--target").arg(&to);
        command::run(&mut pip)?;
        // Last, so that an interrupted installation is made again.
        Ok(fs::write(to.join(LOCK), &lock)?)
    })
}
