//! Installs missing tools at pinned versions. Those that take minutes go to the user's cache directory,
//! once; the others go to `target/tools`.

use crate::{
    command,
    tools::{Tool, starts},
};
use anyhow::{Context, Result, bail};
use std::{
    env,
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

const WASM_TARGET: &str = "wasm32-unknown-unknown";
const DEBIAN: &str = "/etc/debian_version";

/// Installs all that the tests need. With `apt`, this includes missing browsers.
pub(crate) fn everything(apt: bool) -> Result<()> {
    to_build()?;
    to_fuzz()?;
    browsers(apt)
}

/// Whether this runs in CI, where apt may be used without asking.
pub(crate) fn in_ci() -> bool {
    env::var_os("CI").is_some()
}

/// What checks without a browser need.
pub(crate) fn to_check() -> Result<()> {
    wasm_target()?;
    npm_tools()
}

/// What building the page needs.
pub(crate) fn to_build() -> Result<()> {
    wasm_target()?;
    standard_library()?;
    Tool::Trunk.install()?;
    Tool::WasmBindgen.install()?;
    npm_tools()
}

/// What `cargo xtask mutants` needs.
pub(crate) fn to_mutate() -> Result<()> {
    Tool::CargoMutants.install()
}

/// What `cargo xtask fuzz` needs.
pub(crate) fn to_fuzz() -> Result<()> {
    Tool::CargoFuzz.install()
}

/// What `cargo xtask bench` needs.
pub(crate) fn to_bench() -> Result<()> {
    to_build()?;
    browsers(in_ci())?;
    let missing = !starts("wrk") || !starts(nginx());
    if missing && !(in_ci() && Path::new(DEBIAN).exists()) {
        bail!("nginx or wrk is missing: install both and put them on the PATH");
    }
    if !starts("wrk") {
        step("Installing wrk with apt (seconds)", || {
            apt(&["update", "-qq"])?;
            apt(&["install", "-qq", "-y", "--no-install-recommends", "wrk"])
        })?;
    }
    if starts(nginx()) {
        return Ok(());
    }
    // Not installed, which would start it as a server of this machine.
    step("Unpacking Debian's nginx (seconds)", || {
        let tools = command::npm_tools();
        command::run(
            command::new("apt-get").args(["download", "-qq", "nginx"]).current_dir(&tools),
        )?;
        let package = fs::read_dir(&tools)?
            .filter_map(|entry| Some(entry.ok()?.path()))
            .find(|path| path.extension() == Some(OsStr::new("deb")))
            .context("apt downloaded no nginx")?;
        let mut unpack = command::new("dpkg-deb");
        command::run(unpack.arg("--extract").arg(&package).arg(unpacked_nginx()))?;
        Ok(fs::remove_file(package)?)
    })
}

/// The nginx that the proxy is compared with.
pub(crate) fn nginx() -> String {
    let unpacked = unpacked_nginx().join("usr/sbin/nginx");
    if unpacked.exists() { unpacked.display().to_string() } else { "nginx".into() }
}

fn unpacked_nginx() -> PathBuf {
    command::npm_tools().join("nginx")
}

/// The oldest `rust-version` that a crate promises. Debian has this version.
pub(crate) const OLD_RUST: &str = "1.85";

/// Cargo with that compiler; `None` if apt has no such package.
pub(crate) fn old_cargo() -> Result<Option<Command>> {
    let tools = command::npm_tools().join(format!("rust-{OLD_RUST}"));
    let rustc = tools.join("usr/bin/rustc");
    if !rustc.exists() {
        let find = || {
            let list = command::output(command::new("apt-cache").args(["madison", "rustc-web"]))?;
            let versions = list.lines().filter_map(|line| line.split('|').nth(1).map(str::trim));
            let mut found = versions.filter(|version| version.starts_with(OLD_RUST));
            found.next().map(str::to_owned)
        };
        let mut found = find();
        if found.is_none() && Path::new(DEBIAN).exists() {
            apt(&["update", "-qq"])?;
            found = find();
        }
        let Some(version) = found else { return Ok(None) };
        step(&format!("Unpacking Debian's rustc {version} (seconds)"), || {
            let work = tools.join("packages");
            fs::create_dir_all(&work)?;
            let rust = ["rustc-web", "libstd-rust-web-dev", "libstd-rust-web-1.85"];
            let mut packages: Vec<_> =
                rust.iter().map(|package| format!("{package}={version}")).collect();
            packages.push("libllvm19".into());
            let mut download = command::new("apt-get");
            command::run(download.args(["download", "-qq"]).args(packages).current_dir(&work))?;
            for package in fs::read_dir(&work)? {
                let mut unpack = command::new("dpkg-deb");
                command::run(unpack.arg("--extract").arg(package?.path()).arg(&tools))?;
            }
            Ok(fs::remove_dir_all(work)?)
        })?;
    }
    let mut cargo = command::new("cargo");
    cargo.env("RUSTC", rustc).env("LD_LIBRARY_PATH", tools.join("usr/lib/x86_64-linux-gnu"));
    cargo.env("CARGO_TARGET_DIR", command::target().join(format!("rust-{OLD_RUST}")));
    Ok(Some(cargo))
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

/// The locked version of wasm-bindgen. Its command-line tool must have the same version, because the
/// two read each other's data.
pub(crate) fn locked_wasm_bindgen() -> Result<String> {
    let lock =
        fs::read_to_string(command::root().join("Cargo.lock")).context("can't read Cargo.lock")?;
    let mut lines = lock.lines().skip_while(|line| *line != "name = \"wasm-bindgen\"");
    let version = lines.nth(1).and_then(|line| line.strip_prefix("version = \""));
    let version = version.and_then(|line| line.strip_suffix('"'));
    Ok(version.context("Cargo.lock names no version of wasm-bindgen")?.to_owned())
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

/// A browser with its `WebDriver` server, as `tests/end_to_end/harness/engine.rs` starts them.
struct Browser {
    name: &'static str,
    /// It is installed if one program of each of these is.
    programs: &'static [&'static [&'static str]],
    packages: &'static [&'static str],
}

impl Browser {
    fn is_here(&self) -> bool {
        self.programs.iter().all(|names| names.iter().any(starts))
    }
}

/// Installs the browsers, on Debian with apt if that is allowed. Tests are skipped for a missing browser,
/// except for Chromium, which the component's tests need.
fn browsers(may_use_apt: bool) -> Result<()> {
    const CHROMIUM: Browser = Browser {
        name: "Chromium",
        programs: &[&["chromedriver"]],
        packages: &["chromium", "chromium-driver"],
    };
    const FIREFOX: Browser = Browser {
        name: "Firefox",
        programs: &[&["firefox-esr", "firefox"]],
        packages: &["firefox-esr"],
    };
    const WEBKIT: Browser = Browser {
        name: "WebKit",
        programs: &[&["WebKitWebDriver"], &["Xvfb"]],
        packages: &["webkit2gtk-driver", "xvfb"],
    };
    if env::var_os("CHROMEDRIVER").is_some() && !starts(chromedriver()) {
        bail!(
            "CHROMEDRIVER is set to {:?}, which does not start; set it to a chromedriver",
            chromedriver()
        );
    }
    let debian = Path::new(DEBIAN).exists();
    for browser in [&CHROMIUM, &FIREFOX, &WEBKIT] {
        let Browser { name, packages, .. } = browser;
        let named = *name == CHROMIUM.name && starts(chromedriver());
        if named || browser.is_here() {
            continue;
        }
        if debian && may_use_apt {
            step(&format!("Installing {name} with apt (about a minute)"), || {
                apt(&["update", "-qq"])?;
                apt(&[&["install", "-qq", "-y", "--no-install-recommends"], *packages].concat())
            })?;
        } else if debian {
            eprintln!(
                "{name} is missing: `cargo xtask setup --yes` installs {} with apt",
                packages.join(" and ")
            );
        }
    }
    if FIREFOX.is_here() && env::var_os("GECKODRIVER").is_none() {
        Tool::Geckodriver.install()?;
    }
    if starts(chromedriver()) {
        return Ok(());
    }
    bail!(
        "no chromedriver found: install Chrome or Chromium with a chromedriver of the same \
         version, and put it on the PATH or name it in CHROMEDRIVER"
    )
}

fn apt(arguments: &[&str]) -> Result<()> {
    let is_root = command::output(command::new("id").arg("-u")).is_some_and(|id| id == "0");
    let mut apt = command::new(if is_root { "env" } else { "sudo" });
    apt.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    command::run(apt.args(arguments))
}

/// The chromedriver to use.
pub(crate) fn chromedriver() -> String {
    env::var("CHROMEDRIVER").unwrap_or_else(|_| "chromedriver".into())
}

/// Prints a slow step before it starts, and how long it took.
pub(crate) fn step(what: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
    eprintln!("{what} …");
    let start = Instant::now();
    work()?;
    eprintln!("… done in {} s", start.elapsed().as_secs());
    Ok(())
}
