//! Every check and test, in the order in which they tell most for the time they take.

use crate::{command, setup};
use anyhow::{Context, Result};
use std::{process::Command, time::Instant};

const END_TO_END: [&str; 4] =
    ["--package", "paddle-magic-links-end-to-end", "--test", "end_to_end"];
const WASM: [&str; 2] = ["--target", "wasm32-unknown-unknown"];

pub(crate) fn run() -> Result<()> {
    setup::everything()?;
    let steps: [(&str, Command); 19] = [
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

fn in_examples(mut command: Command) -> Command {
    command.current_dir(command::root().join("examples"));
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
