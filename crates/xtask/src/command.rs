//! Starts other programs, and knows the project's directories.

use anyhow::{Context, Result, bail};
use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

/// The checkout's root, in which every command runs.
pub(crate) fn root() -> &'static Path {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    crates.and_then(Path::parent).expect("this crate lies in crates/xtask")
}

/// Where cargo builds to.
pub(crate) fn target() -> PathBuf {
    root().join(env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from))
}

/// Where the tools from npm are.
pub(crate) fn npm_tools() -> PathBuf {
    target().join("tools")
}

/// A command that runs in the checkout.
pub(crate) fn new(program: &str) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// A Node script: a tool that `setup` installed, or else npm's own. Windows needs the file extension.
pub(crate) fn npm_script(name: &str) -> Command {
    let file = if cfg!(windows) { format!("{name}.cmd") } else { name.to_owned() };
    let tool = npm_tools().join("node_modules/.bin").join(&file);
    if tool.exists() { new(&tool.to_string_lossy()) } else { new(&file) }
}

/// Runs a command to its end, and fails if the command fails.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let shown = shown(command);
    let status = command.status().with_context(|| format!("can't start `{shown}`"))?;
    if !status.success() {
        bail!("`{shown}` failed ({status})");
    }
    Ok(())
}

/// The output of a command, or `None` if it does not exist or fails.
pub(crate) fn output(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// Prints a slow step before it starts, and how long it took.
pub(crate) fn step(what: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
    eprintln!("{what} …");
    let start = Instant::now();
    work()?;
    eprintln!("… done in {} s", start.elapsed().as_secs());
    Ok(())
}
