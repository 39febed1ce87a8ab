//! The program that checks the element's types and the React component cover the whole manifest.

use serde_json::Value;

fn element() -> Value {
    let manifest = include_str!("../../../element/custom-elements.json");
    let mut manifest: Value = serde_json::from_str(manifest).unwrap();
    manifest["modules"][0]["declarations"][0].take()
}

#[test]
fn react_sets_every_property_that_has_no_attribute() {
    let component = include_str!("../../../element/react.js");
    let element = element();
    let fields = element["members"].as_array().unwrap().iter();
    let fields = fields.filter(|member| member["kind"] == "field" && member["attribute"].is_null());
    let events = element["events"].as_array().unwrap().iter();
    let names: Vec<_> = fields.chain(events).map(|entry| entry["name"].as_str().unwrap()).collect();
    assert_eq!(names.len(), 3 + 5);
    for name in names {
        assert!(component.contains(&format!("'{name}'")), "element/react.js has no '{name}'");
    }
}

#[test]
fn the_program_uses_everything_in_the_manifest() {
    let program = include_str!("../../../element/types-test/element.ts");
    let element = element();
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
