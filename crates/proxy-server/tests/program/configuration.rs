//! The configuration file, and where it leads.

use crate::platform::{LIVE, LIVE_KEY, Platform, WHOAMI, program};
use axum::{Json, response::IntoResponse};
use serde_json::json;
use std::{fs, path::Path};
use tokio::net::TcpListener;

pub(crate) const MINIMUM: &str = "listen = \"127.0.0.1:0\"\noperations = \"127.0.0.1:0\"\n\
    [identity.whoami]\nurl = \"http://127.0.0.1:3000/whoami\"\n";

async fn run(directory: &Path, text: &str, arguments: &[&str]) -> (bool, String) {
    let file = directory.join("proxy.toml");
    fs::write(&file, text).unwrap();
    let output = program().arg("--config").arg(&file).args(arguments).output().await.unwrap();
    let printed = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(printed).unwrap())
}

#[tokio::test]
async fn a_valid_configuration_is_checked_without_starting() {
    let directory = tempfile::tempdir().unwrap();
    let (success, printed) = run(directory.path(), MINIMUM, &["--check"]).await;
    assert!(success && printed.contains("The configuration is valid."), "{printed}");
}

#[tokio::test]
async fn every_mistake_is_named() {
    let directory = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    for (text, named) in [
        ("listen = 1".to_owned(), "listen"),
        (MINIMUM.replacen("127.0.0.1:0", "nonsense", 1), "`nonsense`"),
        (format!("{MINIMUM}[limits]\nin_flight = 0"), "limits.in_flight"),
        (MINIMUM.replace("http://127.0.0.1:3000", "http://app.example"), "use https"),
        (MINIMUM.replace("http://127.0.0.1:3000", "app"), "`app/whoami`"),
        (format!("trusted_origins = [\"*\"]\n{MINIMUM}"), "\"*\""),
        (format!("{MINIMUM}forward = [\"two words\"]"), "`two words`"),
        (format!("{MINIMUM}[keys]\ndirectory = \"/nowhere/keys\""), "/nowhere/keys"),
        (format!("{MINIMUM}[paddle]\nlive_api = \"http://api.example\""), "http://api.example"),
    ] {
        let (success, printed) = run(directory.path(), &text, &["--check"]).await;
        assert!(!success && printed.contains(named), "{named}: {printed}");
    }
    let in_use = MINIMUM.replacen("127.0.0.1:0", &taken, 1);
    let (success, printed) = run(directory.path(), &in_use, &[]).await;
    assert!(!success && printed.contains(&taken), "{printed}");
    let missing = program().args(["--config", "/nowhere/proxy.toml"]).output().await.unwrap();
    assert!(String::from_utf8(missing.stderr).unwrap().contains("/nowhere/proxy.toml"));
}

#[tokio::test]
async fn it_starts_where_the_system_has_no_root_certificates() {
    let platform = Platform::start_with(WHOAMI, |program| {
        program.env("SSL_CERT_FILE", "/nowhere").env("SSL_CERT_DIR", "/nowhere");
    })
    .await;
    platform.whoami_responds(|_| {
        Json(json!({ "seller": "s_1", "keys": { "live": LIVE_KEY } })).into_response()
    });
    assert_eq!(platform.ask(LIVE).send().await.unwrap().status(), 201);
    assert!(platform.log().await.contains("the root certificates of this build are used"));
}
