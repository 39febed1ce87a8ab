//! Builds the pages with which the end-to-end tests try the package's React component, in
//! `target/react`: rendered by a server, and the script that renders or hydrates them.

use super::npm_app;
use crate::{command, files};
use anyhow::Result;

/// The versions of React that the package supports.
const VERSIONS: [&str; 2] = ["18", "19"];

pub(crate) fn run() -> Result<()> {
    let source = command::root().join("tests/react");
    for version in VERSIONS {
        let work = command::target().join("react").join(version);
        files::copy_files(&source, &work)?;
        files::copy_files(&source.join(version), &work)?;
        npm_app::install(&work)?;
        command::run(command::new("node").arg("server.js").current_dir(&work))?;
        let mut esbuild = command::npm_script("esbuild");
        esbuild.args(["browser.js", "--bundle", "--format=esm", "--outfile=page.js"]);
        // As a developer has it: React says what is wrong, and renders all twice in strict mode.
        esbuild.args(["--define:process.env.NODE_ENV=\"development\"", "--log-level=error"]);
        // The element itself comes from the page, which names it in an import map.
        esbuild.arg("--external:paddle-magic-links");
        esbuild.arg("--alias:paddle-magic-links/react=./node_modules/paddle-magic-links/react.js");
        command::run(esbuild.current_dir(&work))?;
    }
    Ok(())
}
