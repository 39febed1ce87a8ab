//! A bill of materials: <https://cyclonedx.org/docs/1.6/json/>. It has no date and no serial number, so that
//! two builds have the same.

use crate::build::compiled::{Crate, Origin, Program};
use anyhow::Result;
use serde_json::{Value, json};

pub(super) fn cyclone_dx(program: &Program, version: &str) -> Result<Value> {
    let crates = program.crates()?;
    let parts = crates.iter().filter(|of| of.name != program.package).map(component);
    Ok(json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": { "component": {
            "type": "application",
            "bom-ref": program.name,
            "name": program.package,
            "version": version,
            "licenses": [{ "expression": "MIT OR Apache-2.0" }],
        } },
        "components": parts.collect::<Vec<_>>(),
    }))
}

fn component(of: &Crate) -> Value {
    let mut component = json!({
        "type": "library",
        "bom-ref": format!("{} {}", of.name, of.version),
        "name": of.name,
        "version": of.version,
        "licenses": [{ "expression": of.licence }],
    });
    if of.origin == Origin::Registry {
        // The `+` of a version's build metadata has to be escaped: https://github.com/package-url/purl-spec
        let version = of.version.replace('+', "%2B");
        component["purl"] = format!("pkg:cargo/{}@{version}", of.name).into();
    }
    if let Some(url) = &of.repository {
        component["externalReferences"] = json!([{ "type": "vcs", "url": url }]);
    }
    component
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::compiled::{ELEMENT, PROXY};
    use std::collections::BTreeSet;

    #[test]
    fn the_bill_names_every_crate_once_with_a_licence() -> Result<()> {
        for program in [ELEMENT, PROXY] {
            let bill = cyclone_dx(&program, "1.2.3")?;
            let components = bill["components"].as_array().unwrap();
            let refs: BTreeSet<_> = components.iter().map(|of| of["bom-ref"].as_str()).collect();
            assert_eq!(refs.len(), components.len());
            assert_eq!(refs.len(), program.crates()?.len() - 1, "all but the program itself");
            for of in components {
                assert!(of["licenses"][0]["expression"].as_str().unwrap().len() > 2, "{of}");
            }
        }
        Ok(())
    }
}
