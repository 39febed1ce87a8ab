//! The languages other than English, as files that pages load when they want one.

use anyhow::{Context, Result};
use paddle_magic_links_strings::{Strings, primary};
use serde_json::{Map, Value, json};
use std::{fs, path::Path};

const EXPORT: &str = "\"./languages/*\"";

/// Each language with its file's name, which is its tag without a region: a page's `lang` may have
/// any.
fn all() -> Vec<(String, Strings)> {
    let translated = Strings::ALL.into_iter().filter(|strings| **strings != Strings::ENGLISH);
    let mut all: Vec<_> =
        translated.map(|strings| (primary(&strings.lang).to_owned(), strings.clone())).collect();
    let pseudo = Strings::pseudo();
    all.push((pseudo.lang.to_string(), pseudo));
    all
}

/// Writes a module for each language, and returns their names.
pub(crate) fn write(directory: &Path) -> Result<Vec<String>> {
    fs::create_dir_all(directory)?;
    let mut names = Vec::new();
    for (name, strings) in all() {
        let dictionary = strings.dictionary().into_iter();
        let dictionary: Map<_, _> = dictionary.map(|(key, text)| (key, text.into())).collect();
        let module = format!("export default {:#};\n", Value::Object(dictionary));
        fs::write(directory.join(format!("{name}.js")), module)?;
        names.push(name);
    }
    Ok(names)
}

/// Replaces the pattern in `exports` of `package.json` by a line for each language. A pattern can't
/// name their files, as each has its content's hash in its name.
pub(crate) fn export(package: &str) -> Result<String> {
    let pattern = package.lines().find(|line| line.trim_start().starts_with(EXPORT));
    let pattern = pattern.with_context(|| format!("package.json has no export {EXPORT}"))?;
    let lines: Vec<_> = all().iter().map(|(name, _)| pattern.replace('*', name)).collect();
    Ok(package.replace(pattern, &lines.join("\n")))
}

/// The source of an object that has a function for each name, which loads the language.
pub(crate) fn loaders() -> String {
    let loaders = all()
        .into_iter()
        .map(|(name, _)| format!("{name:?}: () => import('./languages/{name}.js')"));
    format!("{{\n  {},\n}}", loaders.collect::<Vec<_>>().join(",\n  "))
}

/// The English texts, as the names of their translations.
pub(crate) fn types() -> String {
    let mut english = Strings::ENGLISH;
    let texts: Vec<_> = english.each_mut().map(|text| format!("  | {}", json!(text))).collect();
    format!(
        "/** A text of the element's. What stands in braces is filled in. */\n\
         export type English =\n{};\n\n\
         /** What stands in the place of an English text. */\n\
         export type Strings = Partial<Record<English, string>>;\n\n\
         declare const strings: Strings;\n\
         export default strings;\n",
        texts.join("\n")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_language_is_exported_by_its_name() {
        let package = export(include_str!("../../../../element/package.json")).unwrap();
        let package: Value = serde_json::from_str(&package).unwrap();
        let exports = package["exports"].as_object().unwrap();
        let exported = exports.keys().filter_map(|name| name.strip_prefix("./languages/"));
        let exported: BTreeSet<_> = exported.collect();
        let all = all();
        assert_eq!(exported, all.iter().map(|(name, _)| &**name).collect());
        assert_eq!(exports["./languages/pt"]["default"], "./languages/pt.js");
    }

    #[test]
    fn a_package_without_the_pattern_is_an_error_that_names_it() {
        let error = export("{}").unwrap_err().to_string();
        assert_eq!(error, "package.json has no export \"./languages/*\"");
    }
}
