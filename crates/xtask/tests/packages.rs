//! What crates.io shows of each published crate is there.

use serde_json::Value;
use std::process::Command;

#[test]
fn each_published_crate_says_what_it_is() {
    let list = ["metadata", "--locked", "--no-deps", "--format-version", "1"];
    let output = Command::new("cargo").args(list).output().unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let published: Vec<_> =
        packages.iter().filter(|package| package["publish"].is_null()).collect();
    assert!(published.len() > 5, "{} are published", published.len());
    for package in published {
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
