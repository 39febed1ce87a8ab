//! Installs what is missing, at pinned versions. What takes minutes goes to the user's cargo bin,
//! once; the rest into `target/tools`.

use crate::command;
use anyhow::{Context, Result, bail};
use std::{
    env,
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

const TRUNK: &str = "0.21.14";
const GECKODRIVER: &str = "0.37.1";
const CARGO_MUTANTS: &str = "27.1.0";
const CARGO_FUZZ: &str = "0.13.2";
const WASM_TARGET: &str = "wasm32-unknown-unknown";
const DEBIAN: &str = "/etc/debian_version";

/// What the tests need: all there is.
pub(crate) fn everything() -> Result<()> {
    to_build()?;
    to_fuzz()?;
    browsers()
}

/// What building the page needs.
pub(crate) fn to_build() -> Result<()> {
    wasm_target()?;
    standard_library()?;
    cargo_tool("trunk", "trunk", TRUNK, "9 minutes")?;
    cargo_tool("wasm-bindgen-cli", "wasm-bindgen", &locked_wasm_bindgen()?, "3 minutes")?;
    npm_tools()
}

/// What `cargo xtask mutants` needs.
pub(crate) fn to_mutate() -> Result<()> {
    cargo_tool("cargo-mutants", "cargo mutants", CARGO_MUTANTS, "3 minutes")
}

/// What `cargo xtask fuzz` needs.
pub(crate) fn to_fuzz() -> Result<()> {
    cargo_tool("cargo-fuzz", "cargo fuzz", CARGO_FUZZ, "a minute")
}

/// What `cargo xtask bench` needs.
pub(crate) fn to_bench() -> Result<()> {
    to_build()?;
    browsers()?;
    let missing = !starts("wrk") || !starts(&nginx());
    if missing && !Path::new(DEBIAN).exists() {
        bail!("nginx or wrk is missing: install both, and put them on the PATH");
    }
    if !starts("wrk") {
        step("Installing wrk with apt (seconds)", || {
            apt(&["update", "-qq"])?;
            apt(&["install", "-qq", "-y", "--no-install-recommends", "wrk"])
        })?;
    }
    if starts(&nginx()) {
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

/// The nginx to measure beside.
pub(crate) fn nginx() -> String {
    let unpacked = unpacked_nginx().join("usr/sbin/nginx");
    if unpacked.exists() { unpacked.display().to_string() } else { "nginx".into() }
}

fn unpacked_nginx() -> PathBuf {
    command::npm_tools().join("nginx")
}

/// The oldest Rust that is promised to somebody, and that Debian has.
pub(crate) const OLD_RUST: &str = "1.85";

/// Cargo with that compiler, beside this one; none where there is no such package.
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

/// Its source, for the custom element's wasm.
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

/// `program` may have a subcommand after it, as cargo's own plugins do.
fn cargo_tool(package: &str, program: &str, version: &str, takes: &str) -> Result<()> {
    let found = || {
        let mut words = program.split(' ');
        let mut ask = command::new(words.next()?);
        let line = command::output(ask.args(words).arg("--version"))?;
        line.split_whitespace().nth(1).map(str::to_owned)
    };
    if found().as_deref() == Some(version) {
        return Ok(());
    }
    step(&format!("Installing {package} {version} with cargo (once, about {takes})"), || {
        // Forced, as cargo would leave alone what it once installed and somebody deleted.
        let install = ["install", "--locked", "--force", package, "--version", version];
        command::run(command::new("cargo").args(install))
    })?;
    match found() {
        Some(found) if found == version => Ok(()),
        Some(found) => bail!("{program} {found} comes before {version} on the PATH; remove it"),
        None => bail!("{program} was installed, but is not found: put cargo's bin on the PATH"),
    }
}

/// The command-line tool and the library read each other's data, so their versions are the same.
fn locked_wasm_bindgen() -> Result<String> {
    let lock = fs::read_to_string(command::root().join("Cargo.lock")).context("Cargo.lock")?;
    let mut lines = lock.lines().skip_while(|line| *line != "name = \"wasm-bindgen\"");
    let version = lines.nth(1).and_then(|line| line.strip_prefix("version = \""));
    let version = version.and_then(|line| line.strip_suffix('"'));
    Ok(version.context("Cargo.lock names no version of wasm-bindgen")?.to_owned())
}

/// Binaryen's wasm-opt, esbuild, terser, TypeScript, the frameworks whose types are checked, and what
/// stands in for a browser in others' tests. Older packages of Binaryen refuse what this rustc writes.
fn npm_tools() -> Result<()> {
    const LOCK: &str = "package-lock.json";
    let wanted = command::root().join("crates/xtask/tools");
    let tools = command::npm_tools();
    let lock = fs::read(wanted.join(LOCK)).context("crates/xtask/tools/package-lock.json")?;
    // npm writes this file last, so an interrupted installation is made again.
    let done = tools.join("node_modules/.package-lock.json").is_file();
    if done && fs::read(tools.join(LOCK)).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    step("Installing wasm-opt, minifiers, TypeScript, types and jsdom with npm (seconds)", || {
        fs::create_dir_all(&tools)?;
        for file in ["package.json", LOCK] {
            fs::copy(wanted.join(file), tools.join(file))?;
        }
        command::run(command::npm_script("npm").args(["ci", "--silent"]).current_dir(&tools))
    })
}

/// A browser with its `WebDriver` server, as `tests/end_to_end/engine.rs` starts them.
struct Browser {
    name: &'static str,
    /// Each of these is there when it is.
    programs: &'static [&'static str],
    packages: &'static [&'static str],
}

/// The browsers, which are the system's business: installed here on Debian only. Elsewhere the tests
/// skip those that are missing, but for Chromium, in which the component's tests run.
fn browsers() -> Result<()> {
    const BROWSERS: [Browser; 3] = [
        Browser {
            name: "Chromium",
            programs: &["chromedriver"],
            packages: &["chromium", "chromium-driver"],
        },
        Browser { name: "Firefox", programs: &["firefox-esr"], packages: &["firefox-esr"] },
        Browser {
            name: "WebKit",
            programs: &["WebKitWebDriver", "Xvfb"],
            packages: &["webkit2gtk-driver", "xvfb"],
        },
    ];
    if env::var_os("CHROMEDRIVER").is_some() && !starts(&chromedriver()) {
        bail!(
            "CHROMEDRIVER is set to {:?}, which does not start; set it to a chromedriver",
            chromedriver()
        );
    }
    if Path::new(DEBIAN).exists() {
        for Browser { name, programs, packages } in BROWSERS {
            if programs.iter().all(|program| starts(program)) {
                continue;
            }
            step(&format!("Installing {name} with apt (about a minute)"), || {
                apt(&["update", "-qq"])?;
                apt(&[&["install", "-qq", "-y", "--no-install-recommends"], packages].concat())
            })?;
        }
        return cargo_tool("geckodriver", "geckodriver", GECKODRIVER, "2 minutes");
    }
    if starts(&chromedriver()) {
        return Ok(());
    }
    bail!(
        "no chromedriver found: install Chrome or Chromium with a chromedriver of the same \
         version, and put it on the PATH or name it in CHROMEDRIVER"
    )
}

/// Whether there is such a program at all.
fn starts(program: &str) -> bool {
    let mut command = command::new(program);
    command.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok()
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

fn step(what: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
    eprintln!("{what} …");
    let start = Instant::now();
    work()?;
    eprintln!("… done in {} s", start.elapsed().as_secs());
    Ok(())
}
