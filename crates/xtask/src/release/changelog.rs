//! The topmost section of `CHANGELOG.md`, which is about the release: <https://keepachangelog.com>.

use crate::command;
use anyhow::{Context, Result, ensure};
use std::fs;

pub(super) fn read() -> Result<String> {
    fs::read_to_string(command::root().join("CHANGELOG.md")).context("can't read CHANGELOG.md")
}

/// The notes of a release: what its section says, or, before the section is named after the version, what
/// is unreleased.
pub(super) fn notes(version: &str) -> Result<String> {
    let changelog = read()?;
    let section = section(&changelog, version).or_else(|| section(&changelog, "Unreleased"));
    let section = section.with_context(|| format!("CHANGELOG.md has no section {version}"))?;
    ensure!(section.contains("\n- "), "CHANGELOG.md says nothing about {version}");
    Ok(format!("{}\n", section.trim()))
}

/// Whether the topmost section with something in it is this version's, with a date.
pub(super) fn is_dated(changelog: &str, version: &str) -> bool {
    let headings = changelog.lines().filter_map(|line| line.strip_prefix("## "));
    let mut headings = headings.skip_while(|heading| {
        *heading == "[Unreleased]"
            && section(changelog, "Unreleased").is_none_or(|text| text.trim().is_empty())
    });
    let date = headings.next().and_then(|top| top.strip_prefix(&format!("[{version}] - ")));
    date.is_some_and(|date| {
        let numbers: Vec<_> = date.split('-').map(str::len).collect();
        numbers == [4, 2, 2] && date.chars().all(|c| c == '-' || c.is_ascii_digit())
    })
}

/// The text below a section's heading.
fn section<'a>(changelog: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = changelog.split_once(&format!("\n## [{name}]"))?;
    let (_, text) = rest.split_once('\n')?;
    let text = text.split("\n## ").next()?;
    // The links of Keep a Changelog stand below the oldest section.
    Some(text.split("\n[").next().unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHANGELOG: &str = "# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-12-01\n\n\
        ### Added\n\n- This.\n\n## [0.1.0] - 2026-11-01\n\n- That.\n\n[0.1.0]: https://git.example/\n";

    #[test]
    fn a_section_ends_at_the_next_one_or_at_the_links() {
        assert_eq!(section(CHANGELOG, "0.2.0"), Some("\n### Added\n\n- This.\n"));
        assert_eq!(section(CHANGELOG, "0.1.0"), Some("\n- That.\n"));
        assert_eq!(section(CHANGELOG, "0.3.0"), None);
    }

    #[test]
    fn the_top_section_has_to_be_the_versions_with_a_date() {
        assert!(is_dated(CHANGELOG, "0.2.0"));
        assert!(!is_dated(CHANGELOG, "0.1.0"), "not the topmost");
        assert!(!is_dated(&CHANGELOG.replace("2026-12-01", "soon"), "0.2.0"));
        let unreleased = CHANGELOG.replace("## [Unreleased]\n", "## [Unreleased]\n\n- More.\n");
        assert!(!is_dated(&unreleased, "0.2.0"));
    }

    #[test]
    fn the_changelog_has_notes_for_the_next_release() {
        assert!(notes(env!("CARGO_PKG_VERSION")).unwrap().contains("### Added"));
    }
}
