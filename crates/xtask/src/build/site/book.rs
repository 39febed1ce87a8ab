//! Lays the documents out as mdBook's sources, with their links as they are in the site.

use super::{
    pages,
    summary::{self, Chapter},
};
use crate::command;
use anyhow::{Context, Result, bail};
use std::{
    fs,
    path::{Component, Path, PathBuf},
};

const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// Writes the sources of all chapters into `sources`.
pub(super) fn lay(sources: &Path) -> Result<()> {
    let (table, chapters) = summary::read()?;
    let readme = fs::read_to_string(command::root().join("README.md"))?;
    let book = Book { readme, chapters, sources };
    for chapter in &book.chapters {
        let to = sources.join(chapter.page());
        fs::create_dir_all(to.parent().context("a page is in a directory")?)?;
        fs::write(&to, book.text(chapter).with_context(|| chapter.document.clone())?)?;
    }
    Ok(fs::write(sources.join("SUMMARY.md"), table)?)
}

struct Book<'a> {
    readme: String,
    chapters: Vec<Chapter>,
    sources: &'a Path,
}

impl Book<'_> {
    fn text(&self, chapter: &Chapter) -> Result<String> {
        let text = if chapter.document == "README.md" {
            pages::section(&self.readme, chapter.section.as_deref())?
        } else {
            fs::read_to_string(command::root().join(&chapter.document))?
        };
        let text = pages::with_targets(&text, |target| self.target(chapter, target))?;
        let is_first = chapter.page() == "index.md";
        let start = fs::read_to_string(command::root().join("site/start.html"))?;
        Ok(if is_first { below_the_heading(&text, &start) } else { text })
    }

    /// Where a link in a chapter leads in the site, if it is not what the document says.
    fn target(&self, from: &Chapter, target: &str) -> Result<Option<String>> {
        if target.contains("://") || target.starts_with("mailto:") {
            return Ok(None);
        }
        let (file, anchor) = match target.split_once('#') {
            Some((file, anchor)) => (file, Some(anchor)),
            None => (target, None),
        };
        let directory = Path::new(&from.document).parent().unwrap_or(Path::new(""));
        let file = if file.is_empty() { from.document.clone() } else { joined(directory, file)? };
        let section = anchor.filter(|_| file == "README.md");
        let section = section.and_then(|anchor| pages::section_of(&self.readme, anchor));
        let to = Chapter { document: file, section };
        let hash = anchor.map(|anchor| format!("#{anchor}")).unwrap_or_default();
        if self.chapters.contains(&to) {
            return Ok(Some(relative(&from.page(), &to.page()) + &hash));
        }
        let file = to.document;
        let path = command::root().join(&file);
        if is_picture(&path) {
            let copy = self.sources.join(&file);
            fs::create_dir_all(copy.parent().context("a picture is in a directory")?)?;
            fs::copy(&path, copy).with_context(|| file.clone())?;
            return Ok(Some(relative(&from.page(), &file)));
        }
        if !path.exists() {
            bail!("{target} leads nowhere");
        }
        let kind = if path.is_dir() { "tree" } else { "blob" };
        Ok(Some(format!("{REPOSITORY}/{kind}/main/{file}{hash}")))
    }
}

fn is_picture(path: &Path) -> bool {
    path.extension().is_some_and(|kind| kind == "png" || kind == "svg")
}

fn below_the_heading(text: &str, more: &str) -> String {
    let (heading, rest) = text.split_once('\n').unwrap_or((text, ""));
    format!("{heading}\n\n{more}\n{rest}")
}

/// The path of a link's target from the root.
fn joined(directory: &Path, link: &str) -> Result<String> {
    let mut path = PathBuf::new();
    for part in directory.join(link).components() {
        match part {
            Component::ParentDir if !path.pop() => bail!("{link} leads out of the checkout"),
            Component::Normal(name) => path.push(name),
            _ => {}
        }
    }
    Ok(path.to_string_lossy().replace('\\', "/"))
}

/// The link from one page to another.
fn relative(from: &str, to: &str) -> String {
    "../".repeat(from.matches('/').count()) + to
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(document: &str, link: &str) -> Result<Option<String>> {
        let (_, chapters) = summary::read()?;
        let readme = fs::read_to_string(command::root().join("README.md"))?;
        let sources = tempfile::tempdir()?;
        let book = Book { readme, chapters, sources: sources.path() };
        book.target(&Chapter { document: document.into(), section: None }, link)
    }

    #[test]
    fn links_lead_to_pages_and_those_to_sources_to_the_repository() -> Result<()> {
        for (document, link, expected) in [
            ("docs/size.md", "going-live.md#on-the-day", "../docs/going-live.md#on-the-day"),
            ("crates/cli/README.md", "../../README.md#hosts", "../serve-its-files.md#hosts"),
            ("README.md", "SECURITY.md", "project/security.md"),
            ("README.md", "#leptos", "leptos.md#leptos"),
            ("docs/size.md", "../README.md", "../index.md"),
            ("README.md", "docs/looks.png", "docs/looks.png"),
        ] {
            assert_eq!(target(document, link)?.as_deref(), Some(expected), "{document}: {link}");
        }
        let source = target("docs/size.md", "../src/view.rs")?.unwrap_or_default();
        assert_eq!(source, format!("{REPOSITORY}/blob/main/src/view.rs"));
        let directory = target("README.md", "style/magic-links")?.unwrap_or_default();
        assert_eq!(directory, format!("{REPOSITORY}/tree/main/style/magic-links"));
        assert_eq!(target("README.md", "https://leptos.dev")?, None);
        assert!(target("README.md", "no/such/file.rs").is_err());
        Ok(())
    }
}
