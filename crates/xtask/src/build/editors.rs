//! What editors read to complete and explain the element in HTML, made from its manifest.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::{fs, path::Path};

const MANIFEST: &str = "custom-elements.json";
const JET_BRAINS: &str = "web-types.json";
const VS_CODE: &str = "vscode.html-custom-data.json";

/// Writes both files beside the manifest, in the package.
pub(crate) fn write(package: &Path) -> Result<()> {
    let read = |file: &str| -> Result<Value> {
        Ok(serde_json::from_str(&fs::read_to_string(package.join(file))?)?)
    };
    let (manifest, package_json) = (read(MANIFEST)?, read("package.json")?);
    let element = manifest
        .pointer("/modules/0/declarations/0")
        .with_context(|| format!("{MANIFEST} declares no element"))?;
    for (file, data) in
        [(JET_BRAINS, web_types(element, &package_json)), (VS_CODE, custom_data(element))]
    {
        fs::write(package.join(file), format!("{data:#}\n"))?;
    }
    Ok(())
}

/// <https://github.com/JetBrains/web-types>
fn web_types(element: &Value, package: &Value) -> Value {
    let fields = list(element, "members").filter(|member| member["kind"] == "field");
    let html = json!({
        "name": element["tagName"],
        "description": element["description"],
        "attributes": list(element, "attributes").map(attribute).collect::<Vec<_>>(),
        "slots": list(element, "slots").map(described).collect::<Vec<_>>(),
        "js": {
            "properties": fields.map(described).collect::<Vec<_>>(),
            "events": list(element, "events").map(described).collect::<Vec<_>>(),
        },
        "css": {
            "properties": list(element, "cssProperties").map(described).collect::<Vec<_>>(),
            "parts": list(element, "cssParts").map(described).collect::<Vec<_>>(),
        },
    });
    json!({
        "$schema": "https://json.schemastore.org/web-types",
        "name": package["name"],
        "version": package["version"],
        "description-markup": "markdown",
        "contributions": { "html": { "elements": [html] } },
    })
}

/// <https://code.visualstudio.com/api/extension-guides/custom-data-extension>
fn custom_data(element: &Value) -> Value {
    let attributes = list(element, "attributes").map(|attribute| {
        let mut described = described(attribute);
        if let Some(default) = attribute["default"].as_str() {
            let description = attribute["description"].as_str().unwrap_or_default();
            described["description"] = format!("{description} Default: {default}").into();
        }
        described
    });
    let tag = json!({
        "name": element["tagName"],
        "description": element["description"],
        "attributes": attributes.collect::<Vec<_>>(),
    });
    json!({ "version": 1.1, "tags": [tag] })
}

fn attribute(entry: &Value) -> Value {
    let mut attribute = described(entry);
    if let Some(default) = entry.get("default") {
        attribute["default"] = default.clone();
    }
    attribute
}

fn described(entry: &Value) -> Value {
    let mut described = json!({ "name": entry["name"] });
    if let Some(description) = entry.get("description") {
        described["description"] = description.clone();
    }
    described
}

fn list<'a>(element: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    element[name].as_array().into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editors_know_everything_in_the_manifest() -> Result<()> {
        let package = tempfile::tempdir()?;
        let element = crate::command::root().join("element");
        for file in [MANIFEST, "package.json"] {
            fs::copy(element.join(file), package.path().join(file))?;
        }
        write(package.path())?;
        let read = |file: &str| -> Result<Value> {
            Ok(serde_json::from_str(&fs::read_to_string(package.path().join(file))?)?)
        };
        let (manifest, jet_brains, vs_code) = (read(MANIFEST)?, read(JET_BRAINS)?, read(VS_CODE)?);
        let element = &manifest["modules"][0]["declarations"][0];
        let names = |of: &Value| -> Vec<String> {
            let entries = of.as_array().into_iter().flatten();
            entries.filter_map(|entry| Some(entry["name"].as_str()?.to_owned())).collect()
        };
        let html = &jet_brains["contributions"]["html"]["elements"][0];
        for (of, made) in [
            ("attributes", &html["attributes"]),
            ("attributes", &vs_code["tags"][0]["attributes"]),
            ("events", &html["js"]["events"]),
            ("cssParts", &html["css"]["parts"]),
            ("cssProperties", &html["css"]["properties"]),
        ] {
            assert_eq!(names(made), names(&element[of]), "{of}");
            assert!(!names(made).is_empty(), "{of}");
        }
        let timeout = &vs_code["tags"][0]["attributes"][1];
        let text = "The time limit of a request in seconds, 1 to 600. Default: 15";
        assert_eq!(timeout, &json!({ "name": "timeout", "description": text }));
        Ok(())
    }
}
