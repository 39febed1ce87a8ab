//! What the documents refer to is there, and what they repeat is the same.

mod common;

use common::{read, root};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::{collections::HashMap, path::PathBuf, process::Command};

/// The documents, by their paths from the root.
fn documents() -> HashMap<PathBuf, String> {
    let list = ["ls-files", "--cached", "--others", "--exclude-standard", "*.md", "*/llms.txt"];
    let output = Command::new("git").args(list).current_dir(root()).output().unwrap();
    let paths = String::from_utf8(output.stdout).unwrap();
    let present = paths.lines().filter(|path| root().join(path).exists());
    present.map(|path| (path.into(), read(path))).collect()
}

fn parse(document: &str) -> Parser<'_> {
    Parser::new_ext(document, Options::ENABLE_TABLES)
}

/// The anchors of its headings: <https://docs.github.com/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#section-links>.
fn anchors(document: &str) -> Vec<String> {
    let (mut anchors, mut heading) = (Vec::new(), None::<String>);
    for event in parse(document) {
        match (event, &mut heading) {
            (Event::Start(Tag::Heading { .. }), _) => heading = Some(String::new()),
            (Event::Text(text) | Event::Code(text), Some(heading)) => heading.push_str(&text),
            (Event::End(TagEnd::Heading(_)), Some(text)) => {
                let kept = |c: &char| c.is_alphanumeric() || [' ', '-', '_'].contains(c);
                let text = text.to_lowercase().chars().filter(kept).collect::<String>();
                anchors.push(text.replace(' ', "-"));
                heading = None;
            }
            _ => {}
        }
    }
    anchors
}

/// What it links to and shows, except for other sites.
fn targets(document: &str) -> Vec<String> {
    let target = |event| match event {
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => Some(dest_url),
        _ => None,
    };
    let is_own = |target: &String| !target.contains("://") && !target.starts_with("mailto:");
    parse(document).filter_map(target).map(String::from).filter(is_own).collect()
}

#[test]
fn every_link_leads_somewhere() {
    let documents = documents();
    let mut lost = Vec::new();
    let mut count = 0;
    for (path, document) in &documents {
        for target in targets(document) {
            count += 1;
            let (file, anchor) = target.split_once('#').unwrap_or((&target, ""));
            let folder = root().join(path.parent().unwrap());
            let file = if file.is_empty() { root().join(path) } else { folder.join(file) };
            let found = file.canonicalize().is_ok_and(|file| {
                let named = documents.get(file.strip_prefix(root()).unwrap());
                anchor.is_empty()
                    || named.is_some_and(|named| anchors(named).iter().any(|own| own == anchor))
            });
            if !found {
                lost.push(format!("{}: {target}", path.display()));
            }
        }
    }
    assert!(count > 50, "only {count} links were found");
    assert!(lost.is_empty(), "these links lead nowhere:\n{}", lost.join("\n"));
}

/// The blocks of code, and the tables.
fn blocks(document: &str) -> Vec<&str> {
    let is_block = |event: &Event| matches!(event, Event::Start(Tag::CodeBlock(_) | Tag::Table(_)));
    let blocks = parse(document).into_offset_iter().filter(|(event, _)| is_block(event));
    blocks.map(|(_, range)| document[range].trim()).collect()
}

#[test]
fn what_is_said_twice_is_the_same() {
    // README has some of it in a list.
    let flat = |path| read(path).replace("\n   ", "\n");
    let originals = [flat("README.md"), flat("crates/cli/README.md")];
    for path in ["docs/SKILL.md", "element/README.md"] {
        let document = flat(path);
        let blocks = blocks(&document);
        assert!(blocks.len() >= 4, "{blocks:?}");
        for block in blocks {
            let same = originals.iter().any(|original| original.contains(block));
            assert!(same, "{path} has this, and no other README does:\n{block}");
        }
    }
}
