//! `magic-links check` and `magic-links explain`, as developers use them.

use paddle_magic_links_cli::check::groups;
use serde_json::Value;
use std::{
    fs,
    io::{BufRead, BufReader},
    net::TcpListener,
    process::{Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_magic-links");
const README: &str = include_str!("../README.md");

/// Tries the proxy in Node, which does one thing wrong.
fn check(broken: &str, arguments: &[&str]) -> (Output, String) {
    let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/proxy.mjs");
    let output = Command::new(PROGRAM)
        .args(["check", "--proxy", &format!("http://127.0.0.1:{port}/paddle")])
        .args(["--seller", "cookie: sid=A", "--other-seller", "cookie: sid=B", "--seed", "1"])
        .args(["--run", &format!("exec node '{script}'")])
        .args(arguments)
        .env("PORT", port.to_string())
        .env("BROKEN", broken)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    assert!(TcpListener::bind(("127.0.0.1", port)).is_ok(), "the proxy is ended");
    (output, text)
}

#[test]
fn a_proxy_in_another_language_conforms() {
    // Node looks for slow requests every 30 s only.
    let (output, text) = check("", &["--skip", "T-3"]);
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{text}{error}");
    assert!(text.trim_end().ends_with("CONFORMING, as far as it was selected"), "{text}");
    assert!(text.contains("PASS     S-3"), "{text}");
    assert!(text.contains("SKIPPED  I-3"), "{text}");
}

#[cfg(unix)]
#[test]
fn what_it_has_started_ends_with_it() {
    let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/proxy.mjs");
    let mut check = Command::new(PROGRAM)
        .args(["check", "--proxy", &format!("http://127.0.0.1:{port}/paddle")])
        .args(["--seller", "cookie: sid=A", "--other-seller", "cookie: sid=B"])
        .args(["--run", &format!("exec node '{script}'")])
        .env("PORT", port.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    // With the first line it has begun to try the proxy.
    let mut line = String::new();
    BufReader::new(check.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    let mut kill = Command::new("kill");
    assert!(kill.arg(check.id().to_string()).status().unwrap().success());
    assert_eq!(check.wait().unwrap().code(), Some(2), "after {line}");
    let start = Instant::now();
    while TcpListener::bind(("127.0.0.1", port)).is_err() {
        assert!(start.elapsed() < Duration::from_secs(10), "the proxy goes on");
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn the_contract_is_printed() {
    let output = Command::new(PROGRAM).args(["explain", "--contract"]).output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), include_str!("../openapi.yaml"));
}

#[test]
fn each_broken_proxy_is_told_what_to_change() {
    for (broken, ids, failing) in
        [("csrf", "C-1,C-8", "C-1"), ("status", "F-2,F-7", "F-2"), ("log", "S-3,B-2", "S-3")]
    {
        let directory = tempfile::tempdir().unwrap();
        let (json, junit) = (directory.path().join("r.json"), directory.path().join("r.xml"));
        let files = ["--json", json.to_str().unwrap(), "--junit", junit.to_str().unwrap()];
        let (output, text) = check(broken, &[&["--only", ids], &files[..]].concat());
        assert_eq!(output.status.code(), Some(1), "{text}");
        assert!(text.contains(&format!("FAIL     {failing}")), "{text}");
        assert!(text.trim_end().ends_with("NOT CONFORMING"), "{text}");
        let json: Value = serde_json::from_str(&fs::read_to_string(json).unwrap()).unwrap();
        assert_eq!(json["counts"]["fail"], 1);
        assert!(fs::read_to_string(junit).unwrap().contains("failures=\"1\""));
    }
}

#[test]
fn what_cannot_be_tried_is_another_exit_code() {
    let (output, _) = check("", &["--only", "Z-1"]);
    assert_eq!(output.status.code(), Some(2));
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.contains("no check and no group is called Z-1"), "{error}");
    let output = Command::new(PROGRAM)
        .args(["check", "--proxy", "http://127.0.0.1:9/", "--run", "echo broken; exit 3"])
        .args(["--seller", "cookie: sid=A", "--other-seller", "cookie: sid=B"])
        .output()
        .unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(error.contains("the command ended with exit status: 3:\nbroken"), "{error}");
}

#[test]
fn every_check_is_explained() {
    for check in groups().iter().flat_map(|group| group.checks) {
        let output = Command::new(PROGRAM).args(["explain", check.id]).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.contains(check.requirement) && text.contains(check.change), "{text}");
    }
}

#[test]
fn the_readme_lists_every_flag() {
    let output = Command::new(PROGRAM).args(["check", "--help"]).output().unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    let words = help.split([' ', '\n', ',']);
    let flags: Vec<_> = words.filter(|word| word.starts_with("--") && word.len() > 2).collect();
    assert!(flags.len() > 20, "{help}");
    for flag in flags.into_iter().filter(|flag| *flag != "--help") {
        assert!(README.contains(&format!("`{flag}")), "{flag}");
    }
}

#[test]
fn the_readme_lists_every_check() {
    let (_, rest) = README.split_once("| id | |").unwrap();
    let (table, _) = rest.split_once("\n\n").unwrap();
    let listed: Vec<_> = table.lines().skip(2).collect();
    let checks = groups().iter().flat_map(|group| group.checks);
    let rows: Vec<_> = checks
        .map(|check| {
            let level = check.level.as_str();
            format!("| {} | {level} | {} |", check.id, check.requirement.replace('|', "\\|"))
        })
        .collect();
    assert_eq!(listed, rows, "\n{}", rows.join("\n"));
}
