//! `magic-links stand-in`, as developers use it.

use paddle_magic_links_stand_in::Fault;
use serde_json::Value;
use std::{
    env, fs,
    io::{BufRead, BufReader},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_magic-links");
const README: &str = include_str!("../README.md");

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn it_prints_variables_for_a_shell() {
    let child = Command::new(PROGRAM).arg("stand-in").stdout(Stdio::piped()).spawn().unwrap();
    let mut running = Running(child);
    let lines = BufReader::new(running.0.stdout.take().unwrap()).lines().take(7);
    let lines: Vec<_> = lines.map(Result::unwrap).collect();
    for (line, start) in lines.iter().zip([
        "PADDLE_SANDBOX_API=http://127.0.0.1:",
        "SELLER_A_SANDBOX_KEY=invented-",
        "SELLER_B_SANDBOX_KEY=invented-",
        "PADDLE_LIVE_API=http://127.0.0.1:",
        "SELLER_A_LIVE_KEY=invented-",
        "SELLER_B_LIVE_KEY=invented-",
        "STAND_IN_CONTROL=http://127.0.0.1:",
    ]) {
        assert!(line.starts_with(start), "{line}");
    }
}

#[test]
fn the_ports_can_be_chosen() {
    let free = || TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
    let (sandbox, live) = (free().to_string(), free().to_string());
    let child = Command::new(PROGRAM)
        .args(["stand-in", "--sandbox-port", &sandbox, "--live-port", &live])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut running = Running(child);
    let lines = BufReader::new(running.0.stdout.take().unwrap()).lines().take(7);
    let lines: Vec<_> = lines.map(Result::unwrap).collect();
    assert_eq!(lines[0], format!("PADDLE_SANDBOX_API=http://127.0.0.1:{sandbox}"));
    assert_eq!(lines[3], format!("PADDLE_LIVE_API=http://127.0.0.1:{live}"));
}

#[test]
fn a_domain_with_more_than_its_name_is_refused() {
    let output = Command::new(PROGRAM)
        .args(["stand-in", "--allow", "https://shop.example"])
        .output()
        .unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success());
    assert!(error.contains("--allow https://shop.example: name the domain alone"), "{error}");
}

#[test]
fn with_tls_it_prints_the_file_that_has_its_authority() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("ca.pem");
    let child = Command::new(PROGRAM)
        .args(["stand-in", "--json", "--tls", "expired", "--ca"])
        .arg(&file)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut running = Running(child);
    let mut line = String::new();
    BufReader::new(running.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let printed: Value = serde_json::from_str(&line).unwrap();
    assert!(printed["live"]["api"].as_str().unwrap().starts_with("https://127.0.0.1:"), "{line}");
    assert_eq!(printed["ca"], file.to_str().unwrap());
    assert!(fs::read_to_string(file).unwrap().starts_with("-----BEGIN CERTIFICATE-----"));
}

#[test]
fn a_certificate_that_there_is_not_and_a_file_without_tls_are_refused() {
    for (arguments, why) in [
        (["--tls", "self-signed"], "expected one of `good`, `expired`, `other-name`, `unknown-ca`"),
        (["--ca", "ca.pem"], "--tls"),
    ] {
        let output = Command::new(PROGRAM).arg("stand-in").args(arguments).output().unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && error.contains(why), "{error}");
    }
}

/// A suite of README, in a file of this name.
fn suite(language: &str, name: &str) -> (TempDir, PathBuf) {
    let (_, rest) = README.split_once(&format!("```{language}\n")).unwrap();
    let (suite, _) = rest.split_once("```").unwrap();
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join(name);
    fs::write(&file, suite).unwrap();
    (directory, file)
}

/// Runs it with `magic-links` on the `PATH`, and returns what it printed.
fn run(suite: &mut Command) -> (bool, String) {
    let own = Path::new(PROGRAM).parent().unwrap().to_owned();
    let others = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths([own].into_iter().chain(env::split_paths(&others))).unwrap();
    let output = suite.env("PATH", path).output().unwrap();
    let printed = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&printed).into_owned())
}

#[test]
fn the_readmes_suite_in_node_passes() {
    let (_directory, file) = suite("js", "paddle.test.mjs");
    let (passed, printed) = run(Command::new("node").arg("--test").arg(file));
    assert!(passed && printed.contains("pass 1"), "{printed}");
}

#[test]
fn the_readmes_suite_in_pytest_passes() {
    let pip = Command::new("python3").args(["-m", "pip", "--version"]).output();
    let has_pip = pip.is_ok_and(|output| output.status.success());
    if !has_pip && env::var_os("CI").is_none() {
        eprintln!("skipped: pip is missing");
        return;
    }
    let tools = Path::new(PROGRAM).ancestors().nth(2).unwrap().join("tools/python");
    let pytest = || {
        let mut command = Command::new("python3");
        command.args(["-m", "pytest"]).env("PYTHONPATH", &tools);
        command
    };
    let is_there = pytest().arg("--version").output().is_ok_and(|output| output.status.success());
    assert!(is_there, "pytest is missing: run `cargo xtask setup`");
    let (directory, file) = suite("py", "test_paddle.py");
    let (passed, printed) = run(pytest().current_dir(&directory).arg(file));
    assert!(passed && printed.contains("1 passed"), "{printed}");
}

#[test]
fn the_readme_lists_every_fault() {
    for fault in Fault::ALL {
        let word = serde_json::to_string(&fault).unwrap();
        let word = word.trim_matches('"');
        assert!(README.contains(&format!("`{word}`")), "{word}");
    }
}
