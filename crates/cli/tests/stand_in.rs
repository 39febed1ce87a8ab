//! `magic-links stand-in`, as developers use it.

use paddle_magic_links_stand_in::Fault;
use std::{
    env, fs,
    io::{BufRead, BufReader},
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
};

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
fn the_readmes_suite_in_node_passes() {
    let (_, rest) = README.split_once("```js\n").unwrap();
    let (suite, _) = rest.split_once("```").unwrap();
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("paddle.test.mjs");
    fs::write(&file, suite).unwrap();
    let own = Path::new(PROGRAM).parent().unwrap().to_owned();
    let others = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths([own].into_iter().chain(env::split_paths(&others))).unwrap();
    let output = Command::new("node").arg("--test").arg(&file).env("PATH", path).output().unwrap();
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && printed.contains("pass 1"), "{printed}");
}

#[test]
fn the_readme_lists_every_fault() {
    for fault in Fault::ALL {
        let word = serde_json::to_string(&fault).unwrap();
        let word = word.trim_matches('"');
        assert!(README.contains(&format!("`{word}`")), "{word}");
    }
}
