//! The notices of third parties, which their licences want to be passed on with what contains their code.

use super::compiled::{Crate, Origin, Program};
use crate::command;
use anyhow::{Context, Result, ensure};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

pub(crate) const FILE: &str = "THIRD-PARTY-LICENSES.txt";

/// The licences of all crates of third parties in a program. Each text stands there once, below the crates
/// that have it.
pub(crate) fn third_party(program: &Program) -> Result<String> {
    let crates = program.crates()?;
    let mut by_texts: BTreeMap<Vec<String>, BTreeSet<String>> = BTreeMap::new();
    for of in crates.iter().filter(|of| of.origin != Origin::Workspace) {
        by_texts.entry(texts(of)?).or_default().insert(title(of));
    }
    let mut all = format!(
        "{} contains code of these third parties. Where a licence offers a choice with MIT, MIT was chosen.\n",
        program.package
    );
    for (texts, titles) in by_texts {
        let titles: Vec<_> = titles.into_iter().collect();
        let rule = "=".repeat(80);
        write!(all, "\n{rule}\n{}\n{rule}\n\n{}\n", titles.join("\n"), texts.join("\n\n"))?;
    }
    Ok(all)
}

fn title(of: &Crate) -> String {
    let version = if of.version == "0.0.0" { "" } else { &of.version };
    [&of.name, version, &format!("({})", of.licence)].join(" ").replace("  ", " ")
}

/// Its licences, as they come with the crate.
fn texts(of: &Crate) -> Result<Vec<String>> {
    let mut files = files(&of.directory)?;
    if let Some(parent) = of.directory.parent()
        && files.is_empty()
        && of.origin == Origin::Rust
    {
        files = self::files(parent)?;
    }
    if offers_mit(&of.licence) {
        // A notice has to be passed on in any case.
        let is_mit = |name: &str| name.contains("MIT") && !name.contains("COPYRIGHT");
        if files.iter().any(|(name, _)| is_mit(name)) {
            files.retain(|(name, _)| is_mit(name) || name.starts_with("NOTICE"));
        }
    }
    if files.is_empty() {
        ensure!(
            offers_mit(&of.licence),
            "{} {} ({}) comes without its licence, and this build knows MIT only",
            of.name,
            of.version,
            of.licence
        );
        return Ok(vec![mit(of)?]);
    }
    let read = |path| Ok(fs::read_to_string(path)?.replace("\r\n", "\n").trim().to_owned());
    files.into_iter().map(|(_, path)| read(path)).collect()
}

/// The files with licences, and their names in capitals.
fn files(directory: &Path) -> Result<Vec<(String, PathBuf)>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
        let starts = ["LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE", "UNLICENSE"];
        if path.is_file() && starts.iter().any(|start| name.starts_with(start)) {
            files.push((name, path));
        }
    }
    files.sort();
    Ok(files)
}

fn offers_mit(licence: &str) -> bool {
    licence.split(" OR ").any(|choice| choice == "MIT")
}

/// MIT's text for a crate that comes without it, with the authors that its manifest names.
fn mit(of: &Crate) -> Result<String> {
    let own = fs::read_to_string(command::root().join("LICENSE-MIT"))?;
    let (_, grant) = own.split_once("\n\nPermission is").context("LICENSE-MIT has no grant")?;
    let authors = match &*of.authors {
        _ if of.origin == Origin::Rust => "The Rust Project Contributors".to_owned(),
        [] => format!("the authors of {}", of.name),
        authors => authors.join(", "),
    };
    Ok(format!("MIT License\n\nCopyright (c) {authors}\n\nPermission is{}", grant.trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::compiled::{COMMAND, ELEMENT, PROXY};

    #[test]
    fn every_crate_of_a_third_party_is_listed_above_a_licence() -> Result<()> {
        for program in [ELEMENT, PROXY, COMMAND] {
            let notices = third_party(&program)?;
            let sections: Vec<_> = notices.split(&"=".repeat(80)).skip(1).collect();
            let mut count = 0;
            for of in program.crates()?.iter().filter(|of| of.origin != Origin::Workspace) {
                let listed = sections
                    .chunks(2)
                    .find(|pair| pair[0].lines().any(|line| line == title(of)))
                    .with_context(|| format!("{} is not listed", of.name))?;
                assert!(listed[1].trim().len() > 200, "{} has no licence's text", of.name);
                count += 1;
            }
            assert!(count > 100, "{}: {count}", program.name);
        }
        Ok(())
    }

    #[test]
    fn a_crate_without_its_licence_is_refused_unless_it_is_under_mit() -> Result<()> {
        let directory = tempfile::tempdir()?;
        let mut of = Crate {
            name: "bare".into(),
            version: "1.0.0".into(),
            licence: "Apache-2.0 OR MIT".into(),
            authors: vec!["Ada".into()],
            repository: None,
            directory: directory.path().to_owned(),
            origin: Origin::Registry,
        };
        assert!(
            texts(&of)?[0].starts_with("MIT License\n\nCopyright (c) Ada\n\nPermission is hereby")
        );
        of.licence = "ISC".into();
        assert!(texts(&of).unwrap_err().to_string().contains("bare 1.0.0 (ISC)"));
        fs::write(directory.path().join("LICENSE"), "As you like.\n")?;
        assert_eq!(texts(&of)?, ["As you like."]);
        Ok(())
    }
}
