//! The demo's menu and the README list every language.

use paddle_magic_links_strings::{Strings, primary};
use std::{collections::BTreeSet, fs, path::Path};

/// The names of the languages in English, from the names of their files.
fn names() -> BTreeSet<String> {
    let files = Path::new(env!("CARGO_MANIFEST_DIR")).join("../strings/src/languages");
    let files = fs::read_dir(files).unwrap().map(|file| file.unwrap().file_name());
    files.map(|file| name(file.to_str().unwrap())).collect()
}

/// `Brazilian Portuguese` for `brazilian_portuguese.rs`.
fn name(file: &str) -> String {
    let words = file.trim_end_matches(".rs").split('_');
    let words: Vec<_> = words.map(|word| word[..1].to_uppercase() + &word[1..]).collect();
    words.join(" ")
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("no {before:?}"));
    rest.split_once(after).unwrap_or_else(|| panic!("no {after:?} after {before:?}")).0
}

#[test]
fn the_menu_of_the_demo_lists_every_language() {
    let page = include_str!("../../../index.html");
    let menu = between(page, "<select name=\"language\">", "</select>");
    let options: Vec<_> =
        menu.split("value=\"").skip(1).map(|option| option.split('"').next().unwrap()).collect();
    let languages = Strings::ALL.iter().map(|strings| primary(&strings.lang));
    let languages: Vec<_> = languages.chain(["en-XA"]).collect();
    assert_eq!(
        options, languages,
        "the languages in the menu of index.html (left) are not those of `languages!` in \
         crates/strings/src/languages.rs (right)"
    );
}

#[test]
fn the_readme_lists_every_language() {
    let readme = include_str!("../../../README.md").replace('\n', " ");
    let listed = between(&readme, "The element speaks the language of the nearest `lang`: ", ".");
    let listed: BTreeSet<_> = listed.replace(" or ", ", ").split(", ").map(str::to_owned).collect();
    assert_eq!(
        listed,
        names(),
        "the languages in README.md (left) are not those of crates/strings/src/languages (right)"
    );
}
