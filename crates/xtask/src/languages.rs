//! The languages other than English, as files that pages load when they want one.

use anyhow::Result;
use paddle_magic_links_strings::{Strings, primary};
use serde_json::{Map, Value, json};
use std::{fs, path::Path};

/// Each language by its name in a page, whose `lang` may have any region.
fn all() -> Vec<(String, Strings)> {
    let translated = Strings::ALL.into_iter().filter(|strings| **strings != Strings::ENGLISH);
    let mut all: Vec<_> =
        translated.map(|strings| (primary(&strings.lang).to_owned(), strings.clone())).collect();
    let pseudo = Strings::pseudo();
    all.push((pseudo.lang.to_string(), pseudo));
    all
}

/// Writes one module for each, and tells their names.
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

/// An object that has for each name a function that loads it.
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
