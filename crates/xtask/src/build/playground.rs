//! Builds the code that the playground writes, each piece in place of its framework's example.

use super::{examples, npm_app};
use crate::{command, files};
use anyhow::{Context, Result};
use std::{fs, path::Path};

/// The frameworks, each with the file that the code is put into.
const COMPONENTS: [(&str, &str); 4] = [
    ("angular", "payments.ts"),
    ("react", "Payments.jsx"),
    ("svelte", "Payments.svelte"),
    ("vue", "Payments.vue"),
];
const NAMES: [&str; 2] = ["elaborate", "own-function"];

/// Into `target/examples/FRAMEWORK/playground/NAME`: there, the bundlers find what the example has installed.
pub(super) fn run() -> Result<()> {
    let root = command::root();
    for (framework, component) in COMPONENTS {
        let written = root.join("site/test/snapshots").join(framework);
        let (_, extension) =
            component.split_once('.').context("a component without an extension")?;
        for name in NAMES {
            let app = examples::built(framework).join("playground").join(name);
            files::copy(&examples::source(framework), &app)?;
            let sources = app.join("src");
            fs::copy(written.join(name).with_extension(extension), sources.join(component))?;
            fs::copy(root.join("style/themes.css"), sources.join("themes.css"))?;
            if framework == "angular" {
                bootstrap(&sources)?;
            }
            npm_app::build(&app)?;
        }
    }
    Ok(())
}

/// Gives Angular what the code leaves to its reader: a place for the component, and the type of the reader's
/// own function.
fn bootstrap(sources: &Path) -> Result<()> {
    let page = sources.join("index.html");
    let html = fs::read_to_string(&page)?;
    fs::write(page, html.replace("app-root", "market-payments"))?;
    let program = sources.join("main.ts");
    let mut code = fs::read_to_string(&program)?;
    code.push_str("declare global { function yourRequest(...jump: unknown[]): Promise<string> }\n");
    Ok(fs::write(program, code)?)
}
