//! The words of the wire contract are the same in Rust, in the element's package and in the README.

use paddle_magic_links_flow::Failure;
use paddle_magic_links_protocol::{Environment, RedirectTarget, RefusalCode};
use serde_json::Value;

const TYPES: &str = include_str!("../../../element/paddle-magic-links.d.ts");

/// The words of a union of texts, such as `type Environment = 'sandbox' | 'live';`.
fn union(name: &str) -> Vec<&'static str> {
    let before = format!("export type {name} =");
    let (_, rest) = TYPES.split_once(&before).unwrap_or_else(|| panic!("no {before:?}"));
    let (union, _) = rest.split_once(';').unwrap();
    union.split('|').map(|word| word.trim().trim_matches('\'')).filter(|w| !w.is_empty()).collect()
}

/// What an attribute is without a value, in the package's manifest.
fn default_of(attribute: &str) -> String {
    let manifest = include_str!("../../../element/custom-elements.json");
    let manifest: Value = serde_json::from_str(manifest).unwrap();
    let attributes = manifest["modules"][0]["declarations"][0]["attributes"].as_array().unwrap();
    let found = attributes.iter().find(|found| found["name"] == attribute);
    found.unwrap_or_else(|| panic!("no attribute {attribute}"))["default"]
        .as_str()
        .unwrap_or_else(|| panic!("no default of {attribute}"))
        .to_owned()
}

#[test]
fn the_types_list_every_redirect_target() {
    assert_eq!(
        union("RedirectTarget"),
        RedirectTarget::ALL.map(RedirectTarget::as_str),
        "`RedirectTarget` in element/paddle-magic-links.d.ts (left) is not that of \
         crates/protocol/src/redirect_target.rs (right)"
    );
}

#[test]
fn the_manifest_lists_every_redirect_target() {
    assert_eq!(
        default_of("redirects"),
        RedirectTarget::ALL.map(RedirectTarget::as_str).join(" "),
        "the default of `redirects` in element/custom-elements.json (left) is not every target of \
         crates/protocol/src/redirect_target.rs (right)"
    );
}

#[test]
fn the_types_list_every_environment() {
    assert_eq!(
        union("Environment"),
        Environment::ALL.map(Environment::as_str),
        "`Environment` in element/paddle-magic-links.d.ts (left) is not that of \
         crates/protocol/src/environment.rs (right)"
    );
}

#[test]
fn the_manifest_lists_every_environment() {
    assert_eq!(
        default_of("environments"),
        Environment::ALL.map(Environment::as_str).join(" "),
        "the default of `environments` in element/custom-elements.json (left) is not every \
         environment of crates/protocol/src/environment.rs (right)"
    );
}

#[test]
fn the_types_list_every_error_code_and_no_other() {
    // The element's own script says when it can't load the component.
    let mut codes: Vec<_> = Failure::every().iter().map(Failure::code).collect();
    codes.push("load_failed");
    assert_eq!(
        union("ErrorCode"),
        codes,
        "`ErrorCode` in element/paddle-magic-links.d.ts (left) is not what \
         crates/protocol/src/refusal.rs and crates/flow/src/failure.rs list (right)"
    );
}

#[test]
fn the_readme_lists_each_refusal_once_by_its_status() {
    let readme = include_str!("../../../README.md");
    let (_, table) = readme.split_once("| status | `code` | when |\n|---|---|---|\n").unwrap();
    let mut listed = Vec::new();
    for row in table.lines().take_while(|line| line.starts_with('|')) {
        let cells: Vec<_> = row.split('|').map(str::trim).collect();
        for word in cells[2].split(", ").map(|word| word.trim_matches('`')) {
            let code = RefusalCode::ALL.into_iter().find(|code| code.as_str() == word);
            let code = code.unwrap_or_else(|| {
                panic!("README.md lists `{word}`, which is not in crates/protocol/src/refusal.rs")
            });
            let status = code.status().to_string();
            assert!(
                cells[1].split(", ").any(|listed| listed == status),
                "README.md lists `{word}` with {}, and crates/protocol/src/refusal.rs with {status}",
                cells[1],
            );
            listed.push(code);
        }
    }
    for code in RefusalCode::ALL {
        let count = listed.iter().filter(|listed| **listed == code).count();
        assert_eq!(count, 1, "the table of refusals in README.md lists `{code}` {count} times");
    }
}

#[test]
fn the_guide_to_troubleshooting_has_every_error_code() {
    let guide = include_str!("../../../docs/troubleshooting.md");
    for code in union("ErrorCode") {
        assert!(guide.contains(&format!("`{code}`")), "docs/troubleshooting.md lacks `{code}`");
    }
}
