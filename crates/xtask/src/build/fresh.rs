//! The builds that the end-to-end tests use, and whether they are fresh.
//!
//! A build leaves a stamp: a hash of its sources and of its results. It is fresh while both are the same,
//! whatever the files' dates are. If another command has overwritten its results, it is not.

use super::{element, examples, hosts, package, proxies, site};
use crate::{command, setup, tools};
use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};
use std::{
    fs,
    path::{Path, PathBuf},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Build {
    Page,
    Package,
    Examples,
    Hosts,
    Proxies,
    Site,
}

/// The sources of every build. A new crate is among them unless `is_source` excludes it.
const COMMON: [&str; 7] =
    ["Cargo.toml", "Cargo.lock", "rust-toolchain.toml", ".cargo", "src", "style", "crates"];

impl Build {
    pub(crate) const ALL: [Self; 6] =
        [Self::Page, Self::Package, Self::Examples, Self::Hosts, Self::Proxies, Self::Site];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Page => "the page as it is shipped",
            Self::Package => "the custom element's package",
            Self::Examples => "the examples",
            Self::Hosts => "the hosts",
            Self::Proxies => "the reference proxies",
            Self::Site => "the site",
        }
    }

    fn command(self) -> &'static str {
        match self {
            Self::Page => "cargo xtask build",
            Self::Package => "cargo xtask dist",
            Self::Examples => "cargo xtask examples",
            Self::Hosts => "cargo xtask hosts",
            Self::Proxies => "cargo xtask proxies",
            Self::Site => "cargo xtask site",
        }
    }

    fn sources(self) -> Result<Vec<PathBuf>> {
        let root = command::root();
        let mut sources: Vec<_> = COMMON.iter().map(|name| root.join(name)).collect();
        match self {
            Self::Page => {
                let page = root.join("index.html");
                sources.extend(linked_files(&fs::read_to_string(&page)?, root));
                sources.extend([page, root.join("Trunk.toml")]);
            }
            Self::Package => sources.push(root.join("element")),
            Self::Examples => {
                let snapshots = "site/test/snapshots";
                sources.extend(["element", "examples", snapshots].map(|name| root.join(name)));
            }
            Self::Hosts => {
                sources.extend(["element", "examples", "tests/hosts"].map(|name| root.join(name)));
            }
            Self::Proxies => {
                sources.extend(["element", "examples/proxies"].map(|name| root.join(name)));
            }
            Self::Site => {
                sources.extend(["element", "site", "docs"].map(|name| root.join(name)));
                sources.extend(site::documents()?);
            }
        }
        Ok(sources)
    }

    fn results(self) -> Vec<PathBuf> {
        let target = command::target();
        match self {
            Self::Page => vec![command::root().join("dist")],
            // As pages load it, and as it is published.
            Self::Package => vec![package::unpacked(), package::built().join("package.json")],
            Self::Examples => vec![target.join("examples")],
            Self::Hosts => vec![target.join("hosts")],
            Self::Proxies => vec![target.join("proxies")],
            Self::Site => vec![site::built()],
        }
    }

    fn stamp_file(self) -> PathBuf {
        command::target().join("stamps").join(match self {
            Self::Page => "page",
            Self::Package => "package",
            Self::Examples => "examples",
            Self::Hosts => "hosts",
            Self::Proxies => "proxies",
            Self::Site => "site",
        })
    }

    fn hash_of_sources(self) -> Result<String> {
        hash(&self.sources()?, |path| self.is_source(path))
    }

    fn is_source(self, path: &Path) -> bool {
        let crates = command::root().join("crates");
        let of_none = ["protocol/fuzz", "xtask/tests", "cli", "proxy-server"];
        // The examples are servers as well.
        let of_examples = ["demo", "proxy", "stand-in"];
        let is_one_of = |names: &[&str]| names.iter().any(|name| path == crates.join(name));
        let apart = is_one_of(&of_none) || self != Self::Examples && is_one_of(&of_examples);
        let proxies = command::root().join("examples/proxies");
        let of_others = self != Self::Proxies && path == proxies;
        let documents = self != Self::Site && path.extension().is_some_and(|kind| kind == "md");
        !documents && !of_others && !apart
    }

    fn hash_of_results(self) -> Result<String> {
        let package = package::built();
        // Development servers write into hidden directories of their apps, and a log beside them.
        let by_a_server = |path: &Path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with('.') || name == "server.log"
        };
        hash(&self.results(), |path| path != package && !by_a_server(path))
    }

    pub(crate) fn is_fresh(self) -> Result<bool> {
        let Ok(stamp) = fs::read_to_string(self.stamp_file()) else { return Ok(false) };
        Ok(stamp == [self.hash_of_sources()?, self.hash_of_results()?].join("\n"))
    }

    pub(crate) fn make(self) -> Result<()> {
        // Before, so that what is changed during the build makes it stale.
        let sources = self.hash_of_sources()?;
        let stamp = self.stamp_file();
        if stamp.exists() {
            fs::remove_file(&stamp)?;
        }
        match self {
            Self::Page => {
                setup::to_build()?;
                command::run(tools::trunk()?.args(["build", "--release", "--locked"]))?;
            }
            Self::Package => element::run()?,
            Self::Examples => {
                Self::Package.refresh()?;
                examples::run()?;
            }
            Self::Hosts => {
                Self::Package.refresh()?;
                hosts::run()?;
            }
            Self::Proxies => {
                Self::Package.refresh()?;
                proxies::run()?;
            }
            Self::Site => {
                Self::Package.refresh()?;
                site::run()?;
            }
        }
        fs::create_dir_all(stamp.parent().context("the stamp has a directory")?)?;
        Ok(fs::write(stamp, [sources, self.hash_of_results()?].join("\n"))?)
    }

    /// Builds it if it is not fresh.
    pub(crate) fn refresh(self) -> Result<()> {
        if self.is_fresh()? {
            return Ok(());
        }
        command::step(&format!("Building {}", self.name()), || self.make())
    }
}

/// Checks the builds when the end-to-end tests run without `cargo xtask e2e`.
pub(crate) fn check() -> Result<()> {
    for build in Build::ALL {
        if !build.is_fresh()? {
            bail!(
                "stale build: {}. Run `{}`, or the scenarios by `cargo xtask e2e`, which builds \
                 what is stale",
                build.name(),
                build.command()
            );
        }
    }
    Ok(())
}

/// The files of the checkout that a page links to.
fn linked_files(html: &str, root: &Path) -> Vec<PathBuf> {
    let links = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    links.map(|link| root.join(link)).filter(|file| file.is_file()).collect()
}

/// The hash of the names and contents of all files below these paths.
fn hash(paths: &[PathBuf], is_part: impl Fn(&Path) -> bool) -> Result<String> {
    let mut files = Vec::new();
    for path in paths {
        collect(path, &is_part, &mut files)?;
    }
    files.sort();
    let mut hasher = Sha256::new();
    for file in files {
        let content = fs::read(&file).with_context(|| file.display().to_string())?;
        hasher.update(file.to_string_lossy().as_bytes());
        hasher.update([0]);
        hasher.update(content.len().to_le_bytes());
        hasher.update(content);
    }
    Ok(format!("{:x}", hasher.finalize()))
}

fn collect(path: &Path, is_part: &dyn Fn(&Path) -> bool, files: &mut Vec<PathBuf>) -> Result<()> {
    const OTHERS: [&str; 3] = ["node_modules", "target", "__pycache__"];
    let name = path.file_name().unwrap_or_default();
    if !is_part(path) || OTHERS.iter().any(|other| name == *other) {
        return Ok(());
    }
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            collect(&entry?.path(), is_part, files)?;
        }
    } else if path.exists() {
        files.push(path.to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adding_changing_renaming_or_removing_changes_the_hash() -> Result<()> {
        let directory = tempfile::tempdir()?;
        let root = [directory.path().to_owned()];
        let mut seen = Vec::new();
        let mut is_new = || -> Result<bool> {
            let hash = hash(&root, |_| true)?;
            let is_new = !seen.contains(&hash);
            seen.push(hash);
            Ok(is_new)
        };
        assert!(is_new()?);
        fs::write(directory.path().join("a"), "1")?;
        assert!(is_new()?, "added");
        assert!(!is_new()?, "nothing changed");
        fs::write(directory.path().join("a"), "2")?;
        assert!(is_new()?, "changed");
        fs::rename(directory.path().join("a"), directory.path().join("b"))?;
        assert!(is_new()?, "renamed");
        fs::create_dir(directory.path().join("node_modules"))?;
        fs::write(directory.path().join("node_modules/c"), "3")?;
        assert!(!is_new()?, "not ours");
        fs::remove_file(directory.path().join("b"))?;
        assert!(!is_new()?, "as at first");
        Ok(())
    }

    #[test]
    fn files_copied_from_the_element_are_sources_of_the_page() -> Result<()> {
        let sources = Build::Page.sources()?;
        assert!(sources.contains(&command::root().join("element/diagnose.js")), "{sources:?}");
        Ok(())
    }

    #[test]
    fn each_build_depends_on_the_crates_that_it_uses() {
        let crates = command::root().join("crates");
        for (build, name, is_source) in [
            (Build::Page, "protocol", true),
            (Build::Page, "proxy", false),
            (Build::Page, "cli", false),
            (Build::Examples, "proxy-server", false),
            (Build::Page, "README.md", false),
            (Build::Site, "README.md", true),
            (Build::Examples, "proxy", true),
            (Build::Package, "a-new-one", true),
        ] {
            assert_eq!(build.is_source(&crates.join(name)), is_source, "{build:?} {name}");
        }
    }
}
