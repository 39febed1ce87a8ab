//! Every test that `SECURITY.md` names exists and runs, and every guarantee there names one.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use std::{collections::BTreeSet, fs, path::Path};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap()
}

fn document() -> String {
    fs::read_to_string(root().join("SECURITY.md")).unwrap()
}

/// The tests that a text names. Shorter names are words of the contract; tests are sentences.
fn named(text: &str) -> Vec<&str> {
    let code = text.split('`').skip(1).step_by(2);
    code.filter(|word| word.matches('_').count() > 2).collect()
}

#[test]
fn every_test_that_it_names_runs() {
    let mut running = BTreeSet::new();
    for directory in ["src", "tests", "crates"] {
        read_all(&root().join(directory), &mut running);
    }
    let document = document();
    let named = named(&document);
    assert!(named.len() > 80, "only {} tests are named", named.len());
    let missing: Vec<_> = named.into_iter().filter(|name| !running.contains(*name)).collect();
    assert!(missing.is_empty(), "no test of that name runs: {missing:?}");
}

#[test]
fn every_guarantee_names_a_test() {
    let document = document();
    let (_, chapter) = document.split_once("\n## Guarantees\n").unwrap();
    let (chapter, _) = chapter.split_once("\n## ").unwrap();
    let rows = chapter.lines().filter(|line| line.starts_with("| G"));
    let mut count = 0;
    for (number, row) in (1..).zip(rows) {
        let cells: Vec<_> = row.split('|').map(str::trim).collect();
        assert_eq!(cells[1], format!("G{number}"));
        assert!(!named(cells[3]).is_empty(), "G{number} names no test: {row}");
        count = number;
    }
    assert!(count > 10, "only {count} guarantees were found");
}

fn read_all(directory: &Path, running: &mut BTreeSet<String>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_all(&path, running);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            running.extend(tests_in(&fs::read_to_string(path).unwrap()));
        }
    }
}

/// The tests in a source file that run: those with a test's attribute, also inside `proptest!`, and
/// the scenarios that the file lists.
///
/// The search goes by tokens: a Rust parser does not look into macros, and a search by lines would take
/// comments and strings for code.
fn tests_in(source: &str) -> BTreeSet<String> {
    let mut file = File::default();
    file.read(source.parse().unwrap());
    file.tests.extend(file.async_fns.intersection(&file.listed).cloned());
    file.tests
}

#[derive(Default)]
struct File {
    tests: BTreeSet<String>,
    /// Async functions without an attribute, as scenarios are.
    async_fns: BTreeSet<String>,
    /// The names in `scenarios!`.
    listed: BTreeSet<String>,
}

impl File {
    fn read(&mut self, tokens: TokenStream) {
        let tokens: Vec<_> = tokens.into_iter().collect();
        for (at, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Ident(word) if word == "fn" => self.function(&tokens, at),
                TokenTree::Ident(word) if word == "scenarios" => {
                    if let [TokenTree::Punct(mark), TokenTree::Group(list), ..] = &tokens[at + 1..]
                        && mark.as_char() == '!'
                    {
                        self.listed.extend(scenarios(list));
                    }
                }
                TokenTree::Group(group) => self.read(group.stream()),
                _ => {}
            }
        }
    }

    fn function(&mut self, tokens: &[TokenTree], at: usize) {
        let (before, after) = (&tokens[..at], &tokens[at + 1..]);
        let [TokenTree::Ident(name), rest @ ..] = after else { return };
        let body = rest.iter().find_map(|token| match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group),
            _ => None,
        });
        if body.is_none_or(|body| body.stream().is_empty()) {
            return;
        }
        let (is_async, before) = match before {
            [before @ .., TokenTree::Ident(word)] if word == "async" => (true, before),
            before => (false, before),
        };
        let attributes = attributes(before);
        let is_test = |attribute: &String| {
            let path = attribute.split('(').next().unwrap_or_default();
            ["test", "tokio::test", "wasm_bindgen_test"].contains(&path)
        };
        let is_ignored = |attribute: &String| attribute.contains("ignore");
        if attributes.iter().any(is_test) && !attributes.iter().any(is_ignored) {
            self.tests.insert(name.to_string());
        } else if is_async && attributes.is_empty() {
            self.async_fns.insert(name.to_string());
        }
    }
}

/// The attributes at the end of these tokens, without spaces.
fn attributes(mut before: &[TokenTree]) -> Vec<String> {
    let mut attributes = Vec::new();
    while let [rest @ .., TokenTree::Punct(mark), TokenTree::Group(group)] = before
        && mark.as_char() == '#'
    {
        attributes.push(group.stream().to_string().replace(' ', ""));
        before = rest;
    }
    attributes
}

/// The names in a list such as `one; another, except WebKit: "the reason";`, without those that run in
/// no engine.
fn scenarios(list: &Group) -> Vec<String> {
    let tokens: Vec<_> = list.stream().into_iter().collect();
    let entries = tokens.split(|token| token.to_string() == ";");
    let runs_somewhere = |entry: &&[TokenTree]| {
        entry.iter().filter(|token| token.to_string() == "except").count() < 3
    };
    entries.filter(runs_somewhere).filter_map(|entry| Some(entry.first()?.to_string())).collect()
}

#[test]
fn every_kind_of_test_is_found() {
    for source in [
        "#[test] fn it_works() { assert!(works()); }",
        "/// It does.\n#[test]\n#[should_panic(expected = \"no\")]\nfn it_works() { panic!(\"no\") }",
        "#[tokio::test(flavor = \"multi_thread\")] async fn it_works() { works().await }",
        "mod tests { #[wasm_bindgen_test] async fn it_works() { works().await } }",
        "proptest! { #[test] fn it_works(word in \".*\") { works(word) } }",
        "async fn it_works(engine: Engine) { works(engine).await } scenarios! { it_works; }",
        "async fn it_works(engine: Engine) { works(engine).await }
         scenarios! { another; it_works, except WebKit: \"it can't; it says so\"; }",
    ] {
        assert_eq!(tests_in(source), BTreeSet::from(["it_works".to_owned()]), "{source}");
    }
}

#[test]
fn a_test_that_does_not_run_is_not_found() {
    for source in [
        // Not there.
        "// #[test]\n// fn it_works() { assert!(works()); }",
        "/* #[test] fn it_works() { /* nested */ works() } */",
        "const TEXT: &str = \"#[test] fn it_works() { works() }\";",
        // No test.
        "fn it_works() { assert!(works()); }",
        "// #[test]\nfn it_works() { assert!(works()); }",
        "#[cfg(test)] fn it_works() { assert!(works()); }",
        "#[test] const A: u8 = 0; fn it_works() { assert!(works()); }",
        // Ignored.
        "#[test] #[ignore] fn it_works() { assert!(works()); }",
        "#[ignore = \"too slow\"] #[tokio::test] async fn it_works() { works().await }",
        "#[test] #[cfg_attr(unix, ignore)] fn it_works() { assert!(works()); }",
        // Emptied.
        "#[test] fn it_works() {}",
        "#[test] fn it_works() { /* assert!(works()); */ }",
        "async fn it_works(engine: Engine) { // works(engine).await\n } scenarios! { it_works; }",
        // Not listed.
        "async fn it_works(engine: Engine) { works(engine).await } scenarios! { another; }",
        "async fn it_works(engine: Engine) { works(engine).await }
         scenarios! { another; // it_works;\n }",
        "async fn it_works(engine: Engine) { works(engine).await }
         scenarios! { another, except WebKit: \"it_works\"; }",
        "async fn it_works(engine: Engine) { works(engine).await }
         scenarios! { it_works, except Chromium: NO, except Firefox: NO, except WebKit: NO; }",
        // Listed, but not there.
        "scenarios! { it_works; }",
    ] {
        assert!(tests_in(source).is_empty(), "{source}");
    }
}
