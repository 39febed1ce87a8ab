//! Builds the examples, each as its readers would, into `target/examples`.

use super::{npm_app, package, playground};
use crate::{
    command, files, setup,
    tools::{self, Tool},
};
use anyhow::Result;
use std::{fs, path::PathBuf};

pub(crate) fn run() -> Result<()> {
    setup::to_build()?;
    plain_html()?;
    ["angular", "nextjs", "react", "svelte", "vue"].into_iter().try_for_each(from_npm)?;
    playground::run()?;
    client_side()?;
    server_rendered("server-rendered")?;
    server_rendered("islands")
}

pub(super) fn source(name: &str) -> PathBuf {
    command::root().join("examples").join(name)
}

pub(super) fn built(name: &str) -> PathBuf {
    command::target().join("examples").join(name)
}

/// The page beside the unpacked npm package.
fn plain_html() -> Result<()> {
    files::copy_files(&source("plain-html"), &built("plain-html"))?;
    files::copy_files(&package::unpacked(), &built("plain-html/paddle-magic-links"))
}

/// Builds an example with npm and its own bundler.
fn from_npm(name: &str) -> Result<()> {
    npm_app::lay(&source(name), &built(name))?;
    npm_app::install(&built(name))?;
    npm_app::build(&built(name))
}

/// Builds an example with trunk.
fn client_side() -> Result<()> {
    let mut trunk = tools::trunk()?;
    trunk.args(["build", "--offline", "--locked", "--dist"]).arg(built("client-side"));
    command::run(
        trunk.current_dir(source("client-side")).env("CARGO_TARGET_DIR", command::target()),
    )
}

/// As cargo-leptos does it: the server's program, and the wasm that hydrates its pages.
fn server_rendered(example: &str) -> Result<()> {
    let package = format!("{example}-example");
    let cargo = |arguments: &[&str]| {
        let mut cargo = command::new("cargo");
        cargo.args(["build", "--quiet", "--locked", "--package", &package]).args(arguments);
        cargo.current_dir(source(example)).env("CARGO_TARGET_DIR", command::target());
        command::run(cargo.env("LEPTOS_OUTPUT_NAME", &package))
    };
    cargo(&["--bin", &package, "--features", "ssr"])?;
    cargo(&["--lib", "--features", "hydrate", "--target", "wasm32-unknown-unknown"])?;
    let library = format!("wasm32-unknown-unknown/debug/{}.wasm", package.replace('-', "_"));
    let library = command::target().join(library);
    let files = built(example).join("pkg");
    let mut bindgen = Tool::WasmBindgen.command()?;
    bindgen.args(["--target", "web", "--no-typescript", "--out-name", &package, "--out-dir"]);
    command::run(bindgen.arg(&files).arg(library))?;
    // Where the document's script looks for it.
    let name = |ending| files.join(format!("{package}{ending}.wasm"));
    fs::rename(name("_bg"), name(""))?;
    Ok(())
}
