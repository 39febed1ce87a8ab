//! Keys in files.

use crate::platform::{LIVE, LIVE_KEY, Platform, SANDBOX, WHOAMI, outcome, refusal};
use axum::{Json, response::IntoResponse};
use serde_json::json;
use std::{fs, path::Path};

async fn platform() -> Platform {
    let keys = "[keys]\ndirectory = \"{directory}/keys\"\n";
    let platform = Platform::start(&[WHOAMI, keys].concat()).await;
    platform.whoami_responds(|_| Json(json!({ "seller": "s_1" })).into_response());
    platform
}

#[tokio::test]
async fn a_replaced_file_counts_at_once() {
    let platform = platform().await;
    assert_eq!(refusal(platform.ask(LIVE)).await, (409, "environment_not_configured".into()));
    platform.write_key("s_1", "live", "fake-revoked-key\n");
    assert_eq!(refusal(platform.ask(LIVE)).await, (424, "upstream_auth".into()));
    platform.write_key("s_1", "live", &format!("{LIVE_KEY}\n"));
    assert_eq!(outcome(platform.ask(LIVE)).await.0, 201);
    assert_eq!(refusal(platform.ask(SANDBOX)).await, (409, "environment_not_configured".into()));
}

#[tokio::test]
async fn a_directory_that_is_gone_is_not_taken_for_a_missing_key() {
    let platform = platform().await;
    fs::remove_dir(platform.directory.path().join("keys")).unwrap();
    assert_eq!(refusal(platform.ask(LIVE)).await, (503, "site_unavailable".into()));
    assert!(platform.log().await.contains("can't read a key"));
}

#[tokio::test]
async fn a_file_without_a_valid_key_is_named_in_the_log_without_its_content() {
    let platform = platform().await;
    platform.write_key("s_1", "live", "not a key");
    assert_eq!(refusal(platform.ask(LIVE)).await, (503, "site_unavailable".into()));
    let log = platform.log().await;
    let named = json!(Path::new("s_1").join("live")).to_string();
    assert!(log.contains(named.trim_matches('"')) && !log.contains("not a key\""), "{log}");
}

#[tokio::test]
async fn another_sellers_directory_is_out_of_reach() {
    let platform = platform().await;
    platform.write_key("s_2", "live", LIVE_KEY);
    platform.whoami_responds(|_| Json(json!({ "seller": "x/../s_2" })).into_response());
    assert_eq!(refusal(platform.ask(LIVE)).await, (503, "site_unavailable".into()));
}
