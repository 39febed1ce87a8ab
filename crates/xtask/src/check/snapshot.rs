//! Texts in `crates/xtask/api` that say what others rely on.

use crate::command;
use anyhow::{Result, bail};
use std::{collections::BTreeSet, env, fs};

/// Fails if the text differs from the file, unless `UPDATE_API` is set, which accepts it.
pub(crate) fn compare(file: &str, text: &str) -> Result<()> {
    let path = command::root().join("crates/xtask/api").join(file);
    let text = format!("{}\n", text.trim_end());
    if env::var_os("UPDATE_API").is_some() {
        return Ok(fs::write(path, text)?);
    }
    let accepted = fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n");
    if text != accepted {
        bail!(
            "crates/xtask/api/{file} says otherwise. If this is meant, run the command again \
             with UPDATE_API=1, and say in CHANGELOG.md what changes.\n{}",
            difference(&accepted, &text)
        );
    }
    Ok(())
}

fn difference(before: &str, after: &str) -> String {
    let [before, after] = [before, after].map(|text| text.lines().collect::<BTreeSet<_>>());
    let removed = before.difference(&after).map(|line| format!("- {line}"));
    let added = after.difference(&before).map(|line| format!("+ {line}"));
    removed.chain(added).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_difference_has_what_is_gone_and_what_is_there_instead() {
        assert_eq!(super::difference("a\nb\n", "b\nc\n"), "- a\n+ c");
    }
}
