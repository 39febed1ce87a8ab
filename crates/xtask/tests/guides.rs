//! The code in the guides is that of files which the tests build or run.

mod common;

use common::{read, root};
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};
use std::{fs, path::Path};

/// Where those files are: `cargo xtask examples`, `proxies` and `hosts` build them, and `e2e` runs them.
const BUILT: [&str; 3] = ["examples/", "tests/hosts/", "tests/end_to_end/"];

/// Where the guides are, and which documents there are none: an agent's is held to README, and one has figures.
const DIRECTORIES: [&str; 2] = ["docs", "docs/guides"];
const OTHERS: [&str; 2] = ["docs/SKILL.md", "docs/size.md"];

/// How many blocks no test runs, such as commands for a shell. Raise it only if a new block can't be held to a
/// file.
const NOT_RUN: usize = 35;

/// The guides, by their paths from the root.
fn guides() -> Vec<(String, String)> {
    let mut guides = Vec::new();
    for directory in DIRECTORIES {
        for entry in fs::read_dir(root().join(directory)).unwrap() {
            let path = format!("{directory}/{}", entry.unwrap().file_name().into_string().unwrap());
            let is_document = Path::new(&path).extension().is_some_and(|kind| kind == "md");
            if is_document && !OTHERS.contains(&&*path) {
                guides.push((path.clone(), read(path)));
            }
        }
    }
    guides.sort();
    guides
}

/// The fenced blocks, each with the comment right before it, and the words after the fence.
fn blocks(guide: &str) -> Vec<(String, String)> {
    let (mut blocks, mut comment, mut code) = (Vec::new(), String::new(), None::<String>);
    for event in Parser::new(guide) {
        match (event, &mut code) {
            (Event::Start(Tag::CodeBlock(kind)), _) => {
                assert!(matches!(kind, CodeBlockKind::Fenced(_)), "a block without a fence");
                code = Some(String::new());
            }
            (Event::Text(text), Some(code)) => code.push_str(&text),
            (Event::End(TagEnd::CodeBlock), Some(text)) => {
                blocks.push((std::mem::take(&mut comment), std::mem::take(text)));
                code = None;
            }
            (Event::Html(html), _) => html.trim().clone_into(&mut comment),
            (Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock), _) => {}
            _ => comment.clear(),
        }
    }
    blocks
}

/// What the comment before a block says of it.
enum Mark<'a> {
    /// `<!-- all of PATH -->`
    All(&'a str),
    /// `<!-- from PATH -->`: lines of it, where a line `…` stands for others.
    From(&'a str),
    /// `<!-- not run: REASON -->`
    NotRun,
}

fn mark(comment: &str) -> Option<Mark<'_>> {
    let mark = comment.strip_prefix("<!-- ")?.strip_suffix(" -->")?;
    match mark.split_once("not run: ") {
        Some(("", reason)) if !reason.is_empty() => Some(Mark::NotRun),
        _ => mark
            .strip_prefix("all of ")
            .map(Mark::All)
            .or_else(|| mark.strip_prefix("from ").map(Mark::From)),
    }
}

/// The lines, without the indentation that all of them have.
fn dedented<'a>(lines: &[&'a str]) -> Vec<&'a str> {
    let indentation = |line: &&str| line.len() - line.trim_start().len();
    let written = lines.iter().filter(|line| !line.trim().is_empty());
    let common = written.map(indentation).min().unwrap_or(0);
    lines.iter().map(|line| line.get(common..).unwrap_or_default()).collect()
}

fn has(file: &str, block: &str) -> bool {
    let file: Vec<_> = file.lines().collect();
    let lines: Vec<_> = block.trim_matches('\n').lines().collect();
    let mut from = 0;
    lines.split(|line| line.trim() == "…").filter(|part| !part.is_empty()).all(|part| {
        let mut windows = file[from..].windows(part.len());
        let found = windows.position(|own| dedented(own) == dedented(part));
        from += found.map_or(0, |found| found + part.len());
        found.is_some()
    })
}

fn is_true(mark: &Mark, code: &str) -> bool {
    let built = |path: &str| {
        assert!(BUILT.iter().any(|built| path.starts_with(built)), "no test builds {path}");
        read(path)
    };
    match mark {
        Mark::All(path) => built(path).trim() == code.trim(),
        Mark::From(path) => has(&built(path), code),
        Mark::NotRun => true,
    }
}

#[test]
fn every_block_of_a_guide_is_code_that_the_tests_build_or_run() {
    let (mut held, mut not_run, mut faults) = (0, Vec::new(), Vec::new());
    for (path, guide) in guides() {
        for (comment, code) in blocks(&guide) {
            match mark(&comment) {
                None => faults.push(format!("{path}: a block without a mark:\n{code}")),
                Some(mark) if !is_true(&mark, &code) => {
                    faults.push(format!("{path}: this is not so, {comment}:\n{code}"));
                }
                Some(Mark::NotRun) => not_run.push(format!("{path}: {comment}")),
                Some(_) => held += 1,
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(held > 20, "only {held} blocks are held to files");
    println!("{held} blocks are held to files, {} are not:\n{}", not_run.len(), not_run.join("\n"));
    assert_eq!(not_run.len(), NOT_RUN, "blocks that no test runs:\n{}", not_run.join("\n"));
}

#[test]
fn the_index_links_to_every_guide() {
    let index = read("docs/guides/README.md");
    for (path, _) in guides() {
        let Some(name) = path.strip_prefix("docs/guides/") else { continue };
        assert!(name == "README.md" || index.contains(&format!("({name})")), "{path}");
    }
}

#[test]
fn a_changed_line_is_found() {
    let file = "if (a) {\n  one();\n  two();\n\n  three();\n}\n";
    for block in ["one();\ntwo();", "if (a) {\n  one();\n…\n}", "two();\n\nthree();\n"] {
        assert!(has(file, block), "{block}");
    }
    for block in ["one();\nthree();", "  one();\ntwo();", "one", "three();\n…\none();"] {
        assert!(!has(file, block), "{block}");
    }
}
