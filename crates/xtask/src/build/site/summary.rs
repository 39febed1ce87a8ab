//! The site's table of contents: `site/SUMMARY.md`, whose links are to the documents where they are in
//! the checkout, and the guides, in the order of their own table.

use super::pages;
use crate::command;
use anyhow::{Context, Result, bail};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Where the guides are, and what stands for them in `site/SUMMARY.md`.
const GUIDES: (&str, &str) = ("docs/guides", "<!-- guides -->");

/// An entry of the table: a document, or the part of README below a heading.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Chapter {
    pub(super) document: String,
    /// The heading's anchor.
    pub(super) section: Option<String>,
}

impl Chapter {
    /// What a link from `site/SUMMARY.md` leads to.
    fn of(link: &str) -> Result<Self> {
        let link =
            link.strip_prefix("../").with_context(|| format!("{link} is not in the root"))?;
        let (document, section) = match link.split_once('#') {
            Some((document, section)) => (document, Some(section.to_owned())),
            None => (link, None),
        };
        if section.is_some() && document != "README.md" {
            bail!("only README is split into chapters, not {document}");
        }
        Ok(Self { document: document.to_owned(), section })
    }

    /// Its place among mdBook's sources. README's sections come first in the site, so they have the
    /// shortest addresses.
    pub(super) fn page(&self) -> String {
        match (&self.section, self.document.strip_suffix("/README.md")) {
            (Some(section), _) => format!("{section}.md"),
            (None, Some(directory)) => format!("{directory}.md"),
            (None, None) if self.document == "README.md" => "index.md".into(),
            (None, None) if self.document.contains('/') => self.document.clone(),
            (None, None) => format!("project/{}", self.document.to_lowercase()),
        }
    }
}

/// The table as mdBook reads it, and its chapters.
pub(super) fn read() -> Result<(String, Vec<Chapter>)> {
    let declared = fs::read_to_string(command::root().join("site/SUMMARY.md"))?;
    let declared = declared.replace(GUIDES.1, &guides()?);
    let (mut table, mut chapters) = (String::new(), Vec::new());
    for line in declared.lines() {
        let link = line.split_once("](").and_then(|(_, rest)| rest.strip_suffix(')'));
        match link {
            Some(link) => {
                let chapter = Chapter::of(link)?;
                table.push_str(&line.replace(link, &chapter.page()));
                chapters.push(chapter);
            }
            None => table.push_str(line),
        }
        table.push('\n');
    }
    Ok((table, chapters))
}

/// The documents that the site shows.
pub(crate) fn documents() -> Result<Vec<PathBuf>> {
    let (_, chapters) = read()?;
    Ok(chapters.iter().map(|chapter| command::root().join(&chapter.document)).collect())
}

/// The lines of the table for the guides, if there are any.
fn guides() -> Result<String> {
    let directory = command::root().join(GUIDES.0);
    let index = directory.join("README.md");
    if !index.exists() {
        return Ok(String::new());
    }
    let mut lines = vec![line("- ", &index)?];
    for name in in_order(&directory, &fs::read_to_string(&index)?)? {
        lines.push(line("  - ", &directory.join(name))?);
    }
    Ok(lines.join("\n"))
}

/// The names of the guides: first those that their table links to, in its order.
fn in_order(directory: &Path, table: &str) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(directory)? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.retain(|name| is_markdown(name) && name != "README.md");
    names
        .sort_by_key(|name| (table.find(&format!("]({name}")).unwrap_or(usize::MAX), name.clone()));
    Ok(names)
}

fn is_markdown(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|kind| kind == "md")
}

fn line(bullet: &str, document: &Path) -> Result<String> {
    let text = fs::read_to_string(document)?;
    let title = pages::headings(&text).into_iter().next();
    let title = title.with_context(|| format!("{} has no heading", document.display()))?.text;
    let path = document.strip_prefix(command::root())?.to_string_lossy().replace('\\', "/");
    Ok(format!("{bullet}[{title}](../{path})"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guides_are_in_the_order_of_their_table_and_others_follow() -> Result<()> {
        let directory = tempfile::tempdir()?;
        for name in ["README.md", "a.md", "b.md", "c.md", "picture.png"] {
            fs::write(directory.path().join(name), "")?;
        }
        let order = in_order(directory.path(), "| [C](c.md#start) | [B](b.md) |")?;
        assert_eq!(order, ["c.md", "b.md", "a.md"]);
        Ok(())
    }

    #[test]
    fn every_document_and_every_section_of_the_readme_is_a_chapter() -> Result<()> {
        let (_, chapters) = read()?;
        let has = |chapter: Chapter| assert!(chapters.contains(&chapter), "{chapter:?}");
        for entry in fs::read_dir(command::root().join("docs"))? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            // For agents, which read the others as well.
            if is_markdown(&name) && name != "SKILL.md" {
                has(Chapter { document: format!("docs/{name}"), section: None });
            }
        }
        let readme = fs::read_to_string(command::root().join("README.md"))?;
        for heading in pages::headings(&readme).into_iter().filter(|heading| heading.level == 2) {
            has(Chapter { document: "README.md".into(), section: Some(heading.anchor) });
        }
        Ok(())
    }
}
