//! Builds the widget and its peers, and measures them side by side.

use crate::{
    browsers,
    build::{element, esbuild::esbuild, package, wasm},
    command, files, setup,
    tools::Tool,
};
use anyhow::Result;
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

const IN_RUST: [&str; 3] = ["dioxus", "sycamore", "yew"];
const IN_JSX: [&str; 2] = ["preact", "react"];

/// Measures everything, or the proxy alone.
pub(crate) fn run(rounds: usize, proxy: bool) -> Result<()> {
    setup::to_bench()?;
    if proxy {
        return command::run(bench().arg("measure-proxy"));
    }
    element::run()?;
    if pages().exists() {
        fs::remove_dir_all(pages())?;
    }
    ours()?;
    vanilla()?;
    in_jsx()?;
    in_rust()?;
    let mut bench = bench();
    bench.arg("measure").arg(pages()).arg(command::root().join("bench"));
    command::run(bench.args(["--rounds", &rounds.to_string()]))
}

fn bench() -> Command {
    let mut bench = command::new("cargo");
    bench.args(["run", "--locked", "--profile", "bench", "--quiet"]);
    bench.args(["--package", "paddle-magic-links-bench", "--"]);
    bench.env("CHROMEDRIVER", browsers::chromedriver()).env("NGINX_PROGRAM", setup::nginx());
    bench
}

fn pages() -> PathBuf {
    command::target().join("bench/pages")
}

fn sources() -> PathBuf {
    command::root().join("bench/peers")
}

/// The packed package, embedded as the README says.
fn ours() -> Result<()> {
    let page = pages().join("paddle-magic-links");
    files::copy_files(&package::unpacked(), &page)?;
    write_page(
        &page,
        r#"<script type="module" src="/index.js"></script>"#,
        r#"<paddle-magic-links endpoint="/api/paddle/magic-sessions" dashboard-live="{dashboard}"></paddle-magic-links>"#,
    )
}

fn vanilla() -> Result<()> {
    let page = pages().join("vanilla");
    fs::create_dir_all(&page)?;
    let minify = ["--minify", "--format=esm"];
    esbuild(&minify, &sources().join("vanilla/widget.js"), &page.join("widget.js"))?;
    write_script_page(&page)
}

fn in_jsx() -> Result<()> {
    let work = command::target().join("bench/npm");
    files::copy_files(&sources(), &work)?;
    let mut npm = command::npm_script("npm");
    command::run(npm.args(["ci", "--silent"]).current_dir(&work))?;
    for name in IN_JSX {
        let page = pages().join(name);
        fs::create_dir_all(&page)?;
        files::copy_files(&sources().join(name), &work.join(name))?;
        let import = format!("--jsx-import-source={name}");
        let options = [
            "--minify",
            "--bundle",
            "--format=esm",
            "--jsx=automatic",
            &import,
            "--define:process.env.NODE_ENV=\"production\"",
        ];
        esbuild(&options, &work.join(name).join("widget.jsx"), &page.join("widget.js"))?;
        write_script_page(&page)?;
    }
    Ok(())
}

/// By the same tools and options as the component, and as trunk loads them.
fn in_rust() -> Result<()> {
    let target = command::target().join("bench/cargo");
    let mut cargo = command::new("cargo");
    cargo.args(["build", "--release", "--quiet", "--locked", "--target", "wasm32-unknown-unknown"]);
    command::run(cargo.current_dir(sources()).env("CARGO_TARGET_DIR", &target))?;
    for name in IN_RUST {
        let (page, work) = (pages().join(name), command::target().join("bench").join(name));
        fs::create_dir_all(&page)?;
        let wasm = target.join(format!("wasm32-unknown-unknown/release/peer-{name}.wasm"));
        let bindgen = ["--target", "web", "--no-typescript", "--out-name", "widget", "--out-dir"];
        command::run(Tool::WasmBindgen.command()?.args(bindgen).arg(&work).arg(wasm))?;
        wasm::shrink(&[], &work.join("widget_bg.wasm"), &page.join("widget_bg.wasm"))?;
        // Some bring scripts of their own, which are made into it.
        let bundle = ["--minify", "--bundle", "--format=esm"];
        esbuild(&bundle, &work.join("widget.js"), &page.join("widget.js"))?;
        write_page(
            &page,
            r#"<link rel="modulepreload" href="/widget.js">
<link rel="preload" href="/widget_bg.wasm" as="fetch" crossorigin>
<script type="module">
  import init from '/widget.js';
  init({ module_or_path: '/widget_bg.wasm' });
</script>"#,
            "",
        )?;
    }
    Ok(())
}

fn write_script_page(page: &Path) -> Result<()> {
    write_page(page, r#"<script type="module" src="/widget.js"></script>"#, "")
}

fn write_page(page: &Path, head: &str, main: &str) -> Result<()> {
    let html = format!(
        r#"<!doctype html>
<html lang="en" data-dashboard="{{dashboard}}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Payments</title>
<link rel="icon" href="data:,">
{head}
<div id="main">{main}</div>
"#
    );
    Ok(fs::write(page.join("index.html"), html)?)
}
