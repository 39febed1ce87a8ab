//! Every check and test, in the order in which they tell most for the time they take.

use crate::{command, setup};
use anyhow::{Context, Result};
use std::{process::Command, time::Instant};

const END_TO_END: [&str; 4] =
    ["--package", "paddle-magic-links-end-to-end", "--test", "end_to_end"];
const WASM: [&str; 2] = ["--target", "wasm32-unknown-unknown"];

pub(crate) fn run() -> Result<()> {
    setup::everything()?;
    let steps: [(&str, Command); 23] = [
        ("format", cargo(&["fmt", "--all", "--check"])),
        ("format of the examples", in_examples(cargo(&["fmt", "--all", "--check"]))),
        ("lints", clippy(&["--workspace", "--all-targets"])),
        ("lints of the end-to-end tests", clippy(&END_TO_END)),
        (
            "lints of the wasm",
            clippy(&[&WASM[..], &["--all-targets", "--features", "csr"]].concat()),
        ),
        (
            "lints of the element",
            clippy(&[&WASM[..], &["--lib", "--features", "element"]].concat()),
        ),
        ("lints of server-side rendering", clippy(&["--all-targets", "--features", "ssr"])),
        (
            "hydration builds",
            cargo(&[&["check", "--quiet", "--features", "hydrate"], &WASM[..]].concat()),
        ),
        ("the Rust that is promised", xtask(&["rust-version"])),
        ("native tests", cargo(&["test", "--workspace", "--quiet"])),
        ("a search for hostile input", xtask(&["fuzz", "--seconds", "10"])),
        (
            "server-side rendering",
            cargo(&["test", "--quiet", "--features", "ssr", "--test", "server_side"]),
        ),
        ("the component in Chromium", component_tests()),
        ("the page as it is shipped", trunk_build()),
        ("the custom element's package", xtask(&["dist"])),
        ("the examples", xtask(&["examples"])),
        ("the hosts", xtask(&["hosts"])),
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
            outside(cargo(&[&["build", "--quiet"], &WASM[..]].concat())),
        ),
        ("a server outside the workspace", outside(cargo(&["run", "--quiet"]))),
        ("end to end", end_to_end()),
    ];
    let count = steps.len();
    for (name, mut command) in steps {
        eprintln!("\n== {name}");
        let start = Instant::now();
        command::run(&mut command).with_context(|| format!("{name} did not pass"))?;
        eprintln!("== {name}: passed in {} s", start.elapsed().as_secs());
    }
    println!("{count} passed, 0 failed");
    Ok(())
}

/// The tests in real browsers; they want everything built.
pub(crate) fn end_to_end() -> Command {
    let mut test = cargo(&["test"]);
    test.args(END_TO_END);
    test
}

fn cargo(arguments: &[&str]) -> Command {
    let mut cargo = command::new("cargo");
    cargo.args(arguments).env("CHROMEDRIVER", setup::chromedriver());
    cargo
}

fn in_examples(command: Command) -> Command {
    in_workspace("examples", command)
}

/// In an app with versions of its own, see there.
fn outside(mut command: Command) -> Command {
    command.arg("--locked");
    in_workspace("tests/outside_app", command)
}

fn in_workspace(directory: &str, mut command: Command) -> Command {
    command.current_dir(command::root().join(directory));
    command.env("CARGO_TARGET_DIR", command::target());
    command
}

fn clippy(arguments: &[&str]) -> Command {
    let mut clippy = cargo(&["clippy", "--quiet"]);
    clippy.args(arguments).args(["--", "--deny", "warnings"]);
    clippy
}

fn component_tests() -> Command {
    let mut tests = cargo(&["test", "--features", "csr", "--test", "component"]);
    tests.args(WASM).env(
        "WASM_BINDGEN_TEST_WEBDRIVER_JSON",
        command::root().join("tests/component/webdriver.json"),
    );
    tests
}

fn xtask(arguments: &[&str]) -> Command {
    let mut xtask = cargo(&["xtask"]);
    xtask.args(arguments);
    xtask
}

fn trunk_build() -> Command {
    let mut trunk = command::new("trunk");
    trunk.args(["build", "--release"]);
    trunk
}
