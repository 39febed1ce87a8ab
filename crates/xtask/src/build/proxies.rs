//! Prepares the reference proxies in `target/proxies`, each with what its language needs.

use super::{npm_app, package};
use crate::{command, files, runtimes, setup, tools::starts};
use anyhow::Result;
use std::{
    fs,
    path::{Path, PathBuf},
};

pub(crate) fn run() -> Result<()> {
    setup::to_build()?;
    runtimes::install(setup::in_ci())?;
    for name in ["django", "express", "fastapi", "go", "java", "laravel", "nextjs", "php", "ruby"] {
        npm_app::lay(&command::root().join("examples/proxies").join(name), &app(name))?;
    }
    laravel()?;
    npm_app::install(&app("express"))?;
    npm_app::install(&app("nextjs"))?;
    npm_app::build(&app("nextjs"))?;
    if available("Python", runtimes::has_python()) {
        ["django", "fastapi"].into_iter().try_for_each(python)?;
    }
    if available("Go", starts("go")) {
        let mut go = command::new("go");
        command::run(go.args(["build", "-o", "proxy", "."]).current_dir(app("go")))?;
    }
    Ok(())
}

fn app(name: &str) -> PathBuf {
    command::target().join("proxies").join(name)
}

/// Adds to the guide's files what the reader of the guide makes and copies.
fn laravel() -> Result<()> {
    let (references, app) = (command::root().join("examples/proxies"), app("laravel"));
    files::copy(&references.join("laravel/skeleton"), &app)?;
    for file in ["proxy.php", "limits.php", "same_origin.php"] {
        files::copy(&references.join("php").join(file), &app.join("paddle").join(file))?;
    }
    files::copy(&package::unpacked(), &app.join("public/paddle-magic-links"))
}

/// In CI, a language that is missing makes the build fail.
fn available(language: &str, is_there: bool) -> bool {
    let available = is_there || setup::in_ci();
    if !available {
        eprintln!("{language} is missing: the proxies that need it are not prepared");
    }
    available
}

/// Installs what the app's requirements say into an environment of its own, unless that is there already.
fn python(name: &str) -> Result<()> {
    let wanted = fs::read(app(name).join("requirements.txt"))?;
    let environment = command::target().join("python").join(name);
    // Written last, so an interrupted installation is made again.
    let installed = environment.join("installed.txt");
    if fs::read(&installed).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    let mut venv = command::new("python3");
    command::run(venv.args(["-m", "venv", "--clear"]).arg(&environment))?;
    let mut pip = python_in(&environment);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"]);
    command::run(pip.arg(app(name).join("requirements.txt")))?;
    Ok(fs::write(installed, wanted)?)
}

fn python_in(environment: &Path) -> std::process::Command {
    let program = if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" };
    command::new(&environment.join(program).to_string_lossy())
}
