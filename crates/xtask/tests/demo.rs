//! `cargo xtask demo` when it can't start.

use std::{net::TcpListener, process::Command};

#[test]
fn a_port_in_use_is_an_error_that_names_the_flag() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    let demo = ["demo", "--port", &port.to_string()];
    let output = Command::new(env!("CARGO_BIN_EXE_xtask")).args(demo).output().unwrap();
    assert!(!output.status.success());
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(
        error.contains(&format!("port {port} is in use")) && error.contains("--port"),
        "{error}"
    );
}
