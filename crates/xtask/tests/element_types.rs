//! The program that checks the custom element's types leaves nothing out.

use serde_json::Value;

#[test]
fn it_uses_all_that_the_manifest_lists() {
    let program = include_str!("../../../element/types-test/element.ts");
    let manifest = include_str!("../../../element/custom-elements.json");
    let manifest: Value = serde_json::from_str(manifest).unwrap();
    let element = &manifest["modules"][0]["declarations"][0];
    let names = |list: &str, kind: Option<&str>| -> Vec<String> {
        let entries = element[list].as_array().unwrap().iter();
        let of_kind = entries.filter(|entry| kind.is_none_or(|kind| entry["kind"] == kind));
        of_kind.map(|entry| entry["name"].as_str().unwrap().to_owned()).collect()
    };
    for (names, before, after) in [
        (names("members", Some("field")), "element.", " = "),
        (names("members", Some("method")), "element.", "("),
        (names("events", None), "element.addEventListener('", "', "),
    ] {
        assert!(!names.is_empty());
        for name in names {
            let usage = format!("{before}{name}{after}");
            assert!(program.contains(&usage), "element/types-test/element.ts has no `{usage}`");
        }
    }
}
