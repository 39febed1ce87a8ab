//! Every check and test. Those that find most in the least time come first.

use super::e2e;
use crate::{browsers, command, setup, tools};
use anyhow::{Context, Result};
use std::{process::Command, time::Instant};

const WASM: [&str; 2] = ["--target", "wasm32-unknown-unknown"];

type Step = (&'static str, Command);

/// Runs the checks that need no browser. With `fix`, formats everything first and fixes what Biome can.
pub(crate) fn check(fix: bool) -> Result<()> {
    setup::to_check()?;
    let mut steps = if fix { fixes() } else { Vec::new() };
    steps.extend(checks());
    run_all(steps)
}

/// Runs everything.
pub(crate) fn run() -> Result<()> {
    setup::everything(setup::in_ci())?;
    let mut steps = checks();
    steps.extend([
        ("the promised rust-version", xtask(&["rust-version"])),
        ("the packages", xtask(&["packages"])),
        ("fuzzing", xtask(&["fuzz", "--seconds", "10"])),
        ("the component in Chromium", component_tests()?),
        ("the page as it is shipped", xtask(&["build"])),
        ("the custom element's package", xtask(&["dist"])),
        ("the package as registries and bundlers see it", xtask(&["npm-package"])),
        ("the examples", xtask(&["examples"])),
        ("the hosts", xtask(&["hosts"])),
        ("the reference proxies", xtask(&["proxies"])),
        ("the site", xtask(&["site"])),
        (
            "lints of the server-rendered example",
            in_examples(clippy(&["--package", "server-rendered-example", "--features", "ssr"])),
        ),
        (
            "lints of the client-side example",
            in_examples(clippy(&[&WASM[..], &["--package", "client-side-example"]].concat())),
        ),
        (
            "lints of the example with an island",
            in_examples(clippy(&["--package", "islands-example", "--features", "ssr"])),
        ),
        (
            "a page outside the workspace",
            outside(cargo(&[&["build", "--quiet", "--locked"], &WASM[..]].concat())),
        ),
        ("a server outside the workspace", outside(cargo(&["run", "--quiet", "--locked"]))),
        ("the kit on broken proxies", kit_on_broken_proxies()),
        ("end to end", xtask(&["e2e"])),
    ]);
    run_all(steps)
}

/// Runs the component's tests, or those with `name` in theirs.
pub(crate) fn component(name: Option<String>) -> Result<()> {
    setup::to_build()?;
    command::run(component_tests()?.arg("--").args(name))
}

fn fixes() -> Vec<Step> {
    vec![
        ("formatting", cargo(&["fmt", "--all"])),
        ("formatting the examples", in_examples(cargo(&["fmt", "--all"]))),
        ("formatting and fixing the scripts", biome(&["--write"])),
    ]
}

fn checks() -> Vec<Step> {
    vec![
        ("format", cargo(&["fmt", "--all", "--check"])),
        ("format of the examples", in_examples(cargo(&["fmt", "--all", "--check"]))),
        ("format and lints of the scripts", biome(&[])),
        ("types of the scripts", types()),
        ("tests of the playground's scripts", playground()),
        ("lints", clippy(&["--workspace", "--all-targets"])),
        ("lints of the end-to-end tests", clippy(&e2e::PACKAGE)),
        (
            "lints of the wasm",
            clippy(&[&WASM[..], &["--all-targets", "--features", "demo-page"]].concat()),
        ),
        (
            "lints of the element",
            clippy(&[&WASM[..], &["--lib", "--bin", "element", "--features", "element"]].concat()),
        ),
        ("lints of server-side rendering", clippy(&["--all-targets", "--features", "ssr"])),
        (
            "hydration builds",
            cargo(
                &[&["check", "--quiet", "--locked", "--features", "hydrate"], &WASM[..]].concat(),
            ),
        ),
        ("native tests", cargo(&["test", "--workspace", "--quiet", "--locked"])),
        (
            "server-side rendering",
            cargo(&["test", "--quiet", "--locked", "--features", "ssr", "--test", "server_side"]),
        ),
    ]
}

/// They take minutes, most of which are waits.
fn kit_on_broken_proxies() -> Command {
    let package = ["test", "--quiet", "--locked", "--package", "paddle-magic-links-cli"];
    cargo(&[&package[..], &["--test", "broken", "--", "--ignored"]].concat())
}

fn run_all(steps: Vec<Step>) -> Result<()> {
    let (count, start) = (steps.len(), Instant::now());
    for (name, mut command) in steps {
        eprintln!("\n== {name}");
        let start = Instant::now();
        command::run(&mut command).with_context(|| format!("{name} did not pass"))?;
        eprintln!("== {name}: passed in {} s", start.elapsed().as_secs());
    }
    println!("{count} passed, 0 failed, in {} s", start.elapsed().as_secs());
    Ok(())
}

fn cargo(arguments: &[&str]) -> Command {
    let mut cargo = command::new("cargo");
    cargo.args(arguments);
    cargo
}

fn in_examples(command: Command) -> Command {
    in_workspace("examples", command)
}

/// Runs in `tests/outside_app`, an app with versions of its own.
fn outside(command: Command) -> Command {
    in_workspace("tests/outside_app", command)
}

fn in_workspace(directory: &str, mut command: Command) -> Command {
    command.current_dir(command::root().join(directory));
    command.env("CARGO_TARGET_DIR", command::target());
    command
}

fn clippy(arguments: &[&str]) -> Command {
    let mut clippy = cargo(&["clippy", "--quiet", "--locked"]);
    clippy.args(arguments).args(["--", "--deny", "warnings"]);
    clippy
}

fn biome(arguments: &[&str]) -> Command {
    let mut biome = command::npm_script("biome");
    biome.args(["check", "--error-on-warnings"]).args(arguments);
    biome
}

/// Tests the code that the playground writes.
fn playground() -> Command {
    let mut node = command::new("node");
    node.args(["--test", "site/test/code.test.js"]);
    node
}

/// Checks the element's scripts against the types that the package publishes.
fn types() -> Command {
    let mut tsc = command::npm_script("tsc");
    tsc.args(["--project", "element/jsconfig.json", "--typeRoots"]);
    // React's types. The configuration itself has their default place only.
    tsc.arg(command::npm_tools().join("node_modules/@types"));
    tsc
}

fn component_tests() -> Result<Command> {
    let mut tests = cargo(&["test", "--locked", "--features", "csr", "--test", "component"]);
    tests.args(WASM).env("CHROMEDRIVER", browsers::chromedriver());
    tests.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", tools::wasm_test_runner()?);
    tests.env(
        "WASM_BINDGEN_TEST_WEBDRIVER_JSON",
        command::root().join("tests/component/webdriver.json"),
    );
    Ok(tests)
}

fn xtask(arguments: &[&str]) -> Command {
    let mut xtask = cargo(&["xtask"]);
    xtask.args(arguments);
    xtask
}
