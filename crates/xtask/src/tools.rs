//! The programs that cargo installs for the other commands, at pinned versions. They go to the user's
//! cache directory, by version, and all checkouts share them. The user's own programs in cargo's bin are
//! used if their version is right, and never replaced.

use crate::command::{self, step};
use anyhow::{Context, Result, bail};
use std::{
    env,
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tool {
    Trunk,
    WasmBindgen,
    Geckodriver,
    CargoFuzz,
    CargoMutants,
    CargoDeny,
    MdBook,
}

impl Tool {
    fn package(self) -> &'static str {
        match self {
            Self::Trunk => "trunk",
            Self::WasmBindgen => "wasm-bindgen-cli",
            Self::Geckodriver => "geckodriver",
            Self::CargoFuzz => "cargo-fuzz",
            Self::CargoMutants => "cargo-mutants",
            Self::CargoDeny => "cargo-deny",
            Self::MdBook => "mdbook",
        }
    }

    fn program(self) -> &'static str {
        match self {
            Self::WasmBindgen => "wasm-bindgen",
            _ => self.package(),
        }
    }

    /// The argument that cargo puts first for a subcommand such as `cargo fuzz`.
    fn subcommand(self) -> Option<&'static str> {
        self.program().strip_prefix("cargo-")
    }

    fn version(self) -> Result<String> {
        Ok(match self {
            Self::Trunk => "0.21.14".into(),
            Self::WasmBindgen => locked_wasm_bindgen()?,
            Self::Geckodriver => "0.37.1".into(),
            Self::CargoFuzz => "0.13.2".into(),
            Self::CargoMutants => "27.1.0".into(),
            Self::CargoDeny => "0.20.2".into(),
            Self::MdBook => "0.5.4".into(),
        })
    }

    /// The directory of this version, which may not exist.
    fn home(self) -> Result<PathBuf> {
        let cache = dirs::cache_dir().context("no cache directory: set HOME")?;
        let directory = format!("{}-{}", self.package(), self.version()?);
        Ok(cache.join("paddle-magic-links").join(directory))
    }

    /// The program in the cache, or else the user's own of the same version.
    pub(crate) fn find(self) -> Result<Option<PathBuf>> {
        let cached = self.home()?.join("bin").join(file_name(self.program()));
        if cached.is_file() {
            return Ok(Some(cached));
        }
        let version = self.version()?;
        Ok(installed(self.program()).find(|program| {
            let mut ask = Command::new(program);
            let line = command::output(ask.args(self.subcommand()).arg("--version"));
            let named = line.as_ref().and_then(|line| line.split_whitespace().nth(1));
            named.is_some_and(|named| named.trim_start_matches('v') == version)
        }))
    }

    fn path(self) -> Result<PathBuf> {
        let missing = || -> Result<String> {
            let (package, version) = (self.package(), self.version()?);
            Ok(format!("{package} {version} is not installed: run `cargo xtask setup`"))
        };
        match self.find()? {
            Some(path) => Ok(path),
            None => bail!("{}", missing()?),
        }
    }

    /// The program, to run in the checkout.
    pub(crate) fn command(self) -> Result<Command> {
        let mut command = Command::new(self.path()?);
        command.current_dir(command::root()).args(self.subcommand());
        Ok(command)
    }

    /// Installs it if it is missing: cargo-binstall downloads it, or else cargo compiles it.
    pub(crate) fn install(self) -> Result<()> {
        if self.find()?.is_some() {
            return Ok(());
        }
        let (package, version, home) = (self.package(), self.version()?, self.home()?);
        if installed("cargo-binstall").next().is_some() {
            let downloaded = step(&format!("Downloading {package} {version}"), || {
                let mut cargo = command::new("cargo");
                cargo.args(["binstall", "--no-confirm", "--locked", "--disable-strategies"]);
                // It would compile as slowly as the package says.
                cargo.args(["compile", "--version", &version, "--root"]).arg(&home).arg(package);
                command::run(&mut cargo)
            });
            if downloaded.is_ok() && self.find()?.is_some() {
                return Ok(());
            }
        }
        step(&format!("Compiling {package} {version} (once, a minute or two)"), || {
            let mut cargo = command::new("cargo");
            cargo.args(["install", "--quiet", "--locked", "--force", "--version", &version]);
            cargo.arg("--root").arg(&home).arg(package);
            match self {
                // Their TLS, as they download nothing here.
                Self::Trunk | Self::WasmBindgen => {
                    cargo.arg("--no-default-features");
                }
                // Its server.
                Self::MdBook => {
                    cargo.args(["--no-default-features", "--features", "search"]);
                }
                _ => {}
            }
            // What they have in common is compiled once.
            cargo.env("CARGO_TARGET_DIR", command::npm_tools().join("cargo"));
            // trunk's own profile optimises for its size, which takes three times as long; and code that
            // unwinds takes an eighth longer to compile.
            cargo.env("CARGO_PROFILE_RELEASE_PANIC", "abort");
            cargo.env("CARGO_PROFILE_RELEASE_LTO", "off");
            cargo.env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
            cargo.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0");
            command::run(&mut cargo)
        })?;
        self.path().map(|_| ())
    }
}

/// trunk, with the wasm-bindgen that it calls on its `PATH`.
pub(crate) fn trunk() -> Result<Command> {
    let wasm_bindgen = Tool::WasmBindgen.path()?;
    let inherited = env::var_os("PATH").unwrap_or_default();
    let paths = wasm_bindgen.parent().map(Path::to_owned).into_iter();
    let paths = paths.chain(env::split_paths(&inherited));
    let mut trunk = Tool::Trunk.command()?;
    trunk.env("PATH", env::join_paths(paths).context("PATH can't be extended")?);
    Ok(trunk)
}

/// The program that runs wasm32 tests in a browser.
pub(crate) fn wasm_test_runner() -> Result<PathBuf> {
    Ok(Tool::WasmBindgen.path()?.with_file_name(file_name("wasm-bindgen-test-runner")))
}

/// The programs of this name on the `PATH` and in cargo's bin.
fn installed(program: &str) -> impl Iterator<Item = PathBuf> {
    let file = file_name(program);
    let path = env::var_os("PATH").unwrap_or_default();
    let cargo = env::var_os("CARGO_HOME").map(PathBuf::from);
    let cargo = cargo.or_else(|| Some(dirs::home_dir()?.join(".cargo")));
    let directories: Vec<_> =
        env::split_paths(&path).chain(cargo.map(|home| home.join("bin"))).collect();
    directories
        .into_iter()
        .map(move |directory| directory.join(&file))
        .filter(|file| file.is_file())
}

fn file_name(program: &str) -> String {
    [program, env::consts::EXE_SUFFIX].concat()
}

/// Whether such a program exists.
pub(crate) fn starts(program: impl AsRef<OsStr>) -> bool {
    let mut command = Command::new(program);
    command.arg("--version").stdout(std::process::Stdio::null());
    command.stderr(std::process::Stdio::null()).status().is_ok()
}

/// The locked version of wasm-bindgen. Its command-line tool must have the same version, because the
/// two read each other's data.
fn locked_wasm_bindgen() -> Result<String> {
    let lock =
        fs::read_to_string(command::root().join("Cargo.lock")).context("can't read Cargo.lock")?;
    let mut lines = lock.lines().skip_while(|line| *line != "name = \"wasm-bindgen\"");
    let version = lines.nth(1).and_then(|line| line.strip_prefix("version = \""));
    let version = version.and_then(|line| line.strip_suffix('"'));
    Ok(version.context("Cargo.lock names no version of wasm-bindgen")?.to_owned())
}
