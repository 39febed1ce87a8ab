//! What crates.io and npm show of each published package is there.

mod common;

use common::read;
use serde_json::Value;
use std::process::Command;

fn published_crates() -> Vec<Value> {
    let list = ["metadata", "--locked", "--no-deps", "--format-version", "1"];
    let output = Command::new("cargo").args(list).output().unwrap();
    let mut metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let Value::Array(mut packages) = metadata["packages"].take() else { panic!("no packages") };
    packages.retain(|package| package["publish"].is_null());
    assert!(packages.len() > 5, "{} are published", packages.len());
    packages
}

#[test]
fn each_published_crate_says_what_it_is() {
    for package in published_crates() {
        let name = &package["name"];
        for field in ["description", "license", "repository", "homepage", "readme", "rust_version"]
        {
            assert!(package[field].is_string(), "{name} has no {field}");
        }
        // https://doc.rust-lang.org/cargo/reference/manifest.html#the-keywords-field
        let keywords = package["keywords"].as_array().unwrap();
        let fits = |keyword: &Value| keyword.as_str().is_some_and(|word| word.len() <= 20);
        assert!((1..=5).contains(&keywords.len()) && keywords.iter().all(fits), "{name}");
        assert!((1..=5).contains(&package["categories"].as_array().unwrap().len()), "{name}");
    }
}

#[test]
fn the_repositorys_address_is_the_same_everywhere() {
    let crates = published_crates();
    let address = crates[0]["repository"].as_str().unwrap();
    for package in &crates {
        assert_eq!([&package["repository"], &package["homepage"]], [address; 2]);
    }
    let npm: Value = serde_json::from_str(&read("element/package.json")).unwrap();
    assert_eq!(npm["homepage"], format!("{address}#readme"));
    assert_eq!(npm["bugs"], format!("{address}/issues"));
    assert_eq!(npm["repository"]["url"], format!("git+{address}.git"));
    let report = format!("({address}/security/advisories/new)");
    assert!(read("SECURITY.md").contains(&report), "SECURITY.md has no {report}");
    let site = format!("git-repository-url = \"{address}\"");
    assert!(read("site/book.toml").contains(&site), "site/book.toml has no {site}");
}
