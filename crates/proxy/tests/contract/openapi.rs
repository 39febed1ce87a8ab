//! `docs/openapi.yaml`, the one source of the contract.

use paddle_magic_links_proxy::{Environment, PROXY_PATH, RedirectTarget, RefusalCode};
use serde_json::{Value, json};
use std::sync::LazyLock;

static CONTRACT: LazyLock<Value> = LazyLock::new(|| {
    serde_norway::from_str(include_str!("../../../../docs/openapi.yaml")).unwrap()
});

/// Whether a response is one of the contract's, by its status and body.
pub(crate) fn assert_follows_the_contract(status: u16, body: &Value) {
    let responses = &CONTRACT["paths"][PROXY_PATH]["post"]["responses"];
    assert!(responses.get(status.to_string()).is_some(), "{status} is not in the contract");
    let schema = if status == 201 { "Session" } else { "Refusal" };
    let schema = json!({
        "$ref": format!("#/components/schemas/{schema}"),
        "components": CONTRACT["components"],
    });
    let errors: Vec<_> = jsonschema::validator_for(&schema)
        .unwrap()
        .iter_errors(body)
        .map(|error| error.instance_path().to_string())
        .collect();
    assert!(errors.is_empty(), "{status} does not follow the contract at {errors:?}");
    if let Some(code) = body["error"]["code"].as_str() {
        let (_, own, _) = refusals().find(|(word, ..)| *word == code).unwrap();
        // HTTP has statuses that say more of a request that is not the widget's.
        let is_own = u64::from(status) == own
            || (code == "invalid_request" && [405, 408, 413].contains(&status));
        assert!(is_own, "{code} with {status}");
    }
}

fn refusals() -> impl Iterator<Item = (&'static str, u64, &'static str)> {
    let codes = CONTRACT["components"]["schemas"]["RefusalCode"]["oneOf"].as_array().unwrap();
    codes.iter().map(|code| {
        let text = |name: &str| code[name].as_str().unwrap();
        (text("const"), code["x-status"].as_u64().unwrap(), text("description"))
    })
}

#[test]
fn the_contract_has_the_protocols_words_and_statuses() {
    let mut codes: Vec<_> = refusals().map(|(code, status, _)| (code, status)).collect();
    let mut own = RefusalCode::ALL.map(|code| (code.as_str(), code.status().into())).to_vec();
    codes.sort_unstable();
    own.sort_unstable();
    assert_eq!(codes, own);
    let schemas = &CONTRACT["components"]["schemas"];
    assert_eq!(schemas["Environment"]["enum"], json!(Environment::ALL.map(Environment::as_str)));
    let redirects = &schemas["Request"]["properties"]["redirect"]["enum"];
    assert_eq!(redirects, &json!(RedirectTarget::ALL.map(RedirectTarget::as_str)));
}

#[test]
fn the_readmes_table_is_the_contracts() {
    let readme = include_str!("../../../../README.md");
    let rows: Vec<_> = refusals()
        .map(|(code, status, when)| format!("| {status} | `{code}` | {when} |\n"))
        .collect();
    let table = format!("| status | `code` | when |\n|---|---|---|\n{}\n", rows.concat());
    assert!(readme.contains(&table), "README.md needs this table:\n{table}");
}

#[test]
fn a_response_outside_the_contract_is_noticed() {
    for (status, body) in [
        (201, json!({ "data": { "code": "two words" } })),
        (201, json!({ "error": { "code": "session_expired" } })),
        (403, json!({ "error": { "code": "another" } })),
        (403, json!({ "error": { "code": "not_allowed" }, "meta": { "request_id": "<b>" } })),
        (502, json!({ "error": { "code": "upstream_auth" } })),
        (503, json!({ "error": { "code": "upstream_auth" } })),
    ] {
        let checked = std::panic::catch_unwind(|| assert_follows_the_contract(status, &body));
        assert!(checked.is_err(), "{status} {body}");
    }
}
