//! Builds the documentation's site: mdBook makes pages of the documents, and the playground lies beside
//! them with the package.

mod book;
mod links;
mod pages;
mod summary;

use super::package;
use crate::{command, files, setup, tools::Tool};
use anyhow::Result;
use std::{
    fs,
    path::{Path, PathBuf},
};

pub(crate) use summary::documents;

/// The pages that mdBook does not make.
const PARTS: [&str; 2] = ["playground", "stand-in"];

pub(crate) fn built() -> PathBuf {
    command::target().join("site")
}

pub(crate) fn run() -> Result<()> {
    setup::to_build_the_site()?;
    let (sources, site, built) =
        (command::target().join("site-sources"), command::root().join("site"), built());
    for directory in [&sources, &built] {
        if directory.exists() {
            fs::remove_dir_all(directory)?;
        }
    }
    files::copy_files(&site, &sources)?;
    book::lay(&sources.join("src"))?;
    let mut mdbook = Tool::MdBook.command()?;
    // Its warnings, such as for HTML that it can't read.
    mdbook.env("RUST_LOG", "warn").arg("build").arg(&sources).arg("--dest-dir").arg(&built);
    command::run(&mut mdbook)?;
    add_pages(&site, &built)?;
    links::check(&built)?;
    // Browsers load no modules from files.
    eprintln!(
        "The site is built. `python3 -m http.server --bind 127.0.0.1 --directory {}` serves it.",
        built.display()
    );
    Ok(())
}

fn add_pages(site: &Path, built: &Path) -> Result<()> {
    for part in PARTS {
        files::copy(&site.join(part), &built.join(part))?;
    }
    let style = command::root().join("style");
    fs::copy(style.join("page.css"), built.join("page.css"))?;
    fs::copy(style.join("themes.css"), built.join("playground/themes.css"))?;
    files::copy(&package::unpacked(), &built.join("paddle-magic-links"))
}
