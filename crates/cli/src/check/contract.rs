//! `openapi.yaml`, the contract. It is a copy of `docs/openapi.yaml`, which a published crate would not have.

use paddle_magic_links_protocol::PROXY_PATH;
use serde_json::{Value, json};
use std::sync::LazyLock;

/// The contract, as `OpenAPI` in YAML.
pub const OPENAPI: &str = include_str!("../../openapi.yaml");

static CONTRACT: LazyLock<Value> =
    LazyLock::new(|| serde_norway::from_str(OPENAPI).expect("the contract is YAML"));

/// The contract's version.
pub(super) fn version() -> &'static str {
    CONTRACT["info"]["version"].as_str().unwrap_or_default()
}

/// Where a response is not the contract's.
pub(super) fn departures(status: u16, body: &Value) -> Vec<String> {
    let responses = &CONTRACT["paths"][PROXY_PATH]["post"]["responses"];
    let mut departures = Vec::new();
    // The contract's own text allows 200 for 201.
    if status != 200 && responses.get(status.to_string()).is_none() {
        departures.push(format!("the status {status}"));
    }
    let schema = if status < 300 { "Session" } else { "Refusal" };
    let schema = json!({
        "$ref": format!("#/components/schemas/{schema}"),
        "components": CONTRACT["components"],
    });
    let validator = jsonschema::validator_for(&schema).expect("the contract's schemas are valid");
    departures.extend(validator.iter_errors(body).map(
        |error| match error.instance_path().as_str() {
            "" => "the body".to_owned(),
            path => path.to_owned(),
        },
    ));
    departures
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn the_copy_is_the_contract() {
        let docs = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/openapi.yaml");
        assert!(fs::read_to_string(docs).unwrap() == OPENAPI, "cp docs/openapi.yaml crates/cli/");
        assert!(!version().is_empty());
    }

    #[test]
    fn a_response_outside_the_contract_is_noticed() {
        for (status, body) in [
            (201, json!({ "data": { "code": "two words" } })),
            (403, json!({ "error": { "code": "another" } })),
            (502, json!({ "error": { "code": "upstream_auth" } })),
        ] {
            assert!(!departures(status, &body).is_empty(), "{status} {body}");
        }
        assert!(departures(201, &json!({ "data": { "code": "x" } })).is_empty());
        assert!(departures(424, &json!({ "error": { "code": "upstream_auth" } })).is_empty());
    }
}
