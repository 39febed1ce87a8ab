//! Reads Markdown: headings, sections and links.

use anyhow::{Context, Result};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::ops::Range;

#[derive(Debug, PartialEq)]
pub(super) struct Heading {
    pub(super) level: usize,
    pub(super) text: String,
    pub(super) anchor: String,
    /// Where its line begins.
    start: usize,
}

fn parse(text: &str) -> Parser<'_> {
    Parser::new_ext(text, Options::ENABLE_TABLES)
}

pub(super) fn headings(text: &str) -> Vec<Heading> {
    let mut headings = Vec::new();
    let mut open: Option<Heading> = None;
    for (event, range) in parse(text).into_offset_iter() {
        match (event, &mut open) {
            (Event::Start(Tag::Heading { level, .. }), _) => {
                let (level, start) = (level as usize, range.start);
                open = Some(Heading { level, text: String::new(), anchor: String::new(), start });
            }
            (Event::Text(text) | Event::Code(text), Some(heading)) => heading.text.push_str(&text),
            (Event::End(TagEnd::Heading(_)), Some(_)) => headings.extend(open.take()),
            _ => {}
        }
    }
    for heading in &mut headings {
        heading.anchor = anchor(&heading.text);
    }
    headings
}

/// As GitHub and mdBook make it.
fn anchor(text: &str) -> String {
    let kept = |c: &char| c.is_alphanumeric() || [' ', '-', '_'].contains(c);
    text.to_lowercase().chars().filter(kept).collect::<String>().replace(' ', "-")
}

/// The part below the heading of the second level with this anchor, as a document of its own, or the part
/// above them all.
pub(super) fn section(text: &str, anchor: Option<&str>) -> Result<String> {
    let headings: Vec<_> =
        headings(text).into_iter().filter(|heading| heading.level == 2).collect();
    let at = match anchor {
        Some(anchor) => Some(
            headings
                .iter()
                .position(|heading| heading.anchor == anchor)
                .with_context(|| format!("README has no section #{anchor}"))?,
        ),
        None => None,
    };
    let start = at.map_or(0, |at| headings[at].start);
    let next = at.map_or(0, |at| at + 1);
    let end = headings.get(next).map_or(text.len(), |heading| heading.start);
    Ok(if at.is_some() { raised(&text[start..end]) } else { text[start..end].to_owned() })
}

/// With each heading a level higher.
fn raised(text: &str) -> String {
    let mut raised = text.to_owned();
    for heading in headings(text).iter().rev() {
        raised.remove(heading.start);
    }
    raised
}

/// The anchors of a document by the sections of the second level in which they are.
pub(super) fn section_of(text: &str, anchor: &str) -> Option<String> {
    let mut section = None;
    for heading in headings(text) {
        if heading.level == HeadingLevel::H2 as usize {
            section = Some(heading.anchor.clone());
        }
        if heading.anchor == anchor {
            return section;
        }
    }
    None
}

/// Replaces the target of each link and image.
pub(super) fn with_targets(
    text: &str,
    mut replace: impl FnMut(&str) -> Result<Option<String>>,
) -> Result<String> {
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    for (event, range) in parse(text).into_offset_iter() {
        let Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) = event else {
            continue;
        };
        let Some(target) = replace(&dest_url)? else { continue };
        let link = &text[range.clone()];
        let at = link.rfind(&*dest_url).with_context(|| format!("{link} is no inline link"))?;
        let start = range.start + at;
        edits.push((start..start + dest_url.len(), target));
    }
    let mut changed = text.to_owned();
    // From the end, so that the places of the others stay the same. An image may be in a link.
    edits.sort_by_key(|(range, _)| range.start);
    for (range, target) in edits.into_iter().rev() {
        changed.replace_range(range, &target);
    }
    Ok(changed)
}

#[cfg(test)]
mod tests {
    use super::*;

    const README: &str = "# Title\n\nIntro.\n\n## One `x`\n\n```sh\n## no heading\n```\n\n### In one\n\n## Two\n\nEnd.\n";

    #[test]
    fn a_section_becomes_a_document() -> Result<()> {
        assert_eq!(section(README, None)?, "# Title\n\nIntro.\n\n");
        let one = "# One `x`\n\n```sh\n## no heading\n```\n\n## In one\n\n";
        assert_eq!(section(README, Some("one-x"))?, one);
        assert_eq!(section(README, Some("two"))?, "# Two\n\nEnd.\n");
        assert!(section(README, Some("three")).is_err());
        Ok(())
    }

    #[test]
    fn an_anchor_belongs_to_the_section_around_it() {
        assert_eq!(section_of(README, "in-one").as_deref(), Some("one-x"));
        assert_eq!(section_of(README, "two").as_deref(), Some("two"));
        assert_eq!(section_of(README, "title"), None);
    }

    #[test]
    fn targets_of_links_and_images_are_replaced_and_code_is_not() -> Result<()> {
        let text = "[a.md](a.md) `[b](a.md)` [![c](c.png)](a.md#d)";
        let replaced = with_targets(text, |target| Ok(Some(format!("x/{target}"))))?;
        assert_eq!(replaced, "[a.md](x/a.md) `[b](a.md)` [![c](x/c.png)](x/a.md#d)");
        Ok(())
    }
}
