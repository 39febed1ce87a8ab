//! Builds npm apps that use the packed package.

use super::package;
use crate::{
    command,
    files::{self, MODULES},
};
use anyhow::{Context, Result, bail};
use std::{fs, path::Path, time::Instant};

/// Copies an app's sources into place. Everything else there is removed, except what npm has installed.
pub(crate) fn lay(source: &Path, app: &Path) -> Result<()> {
    fs::create_dir_all(app)?;
    clean(app)?;
    files::copy(source, app)
}

fn clean(directory: &Path) -> Result<()> {
    for path in files::entries(directory)? {
        if path.ends_with(MODULES) {
            // The package's version stays the same, so these would be taken for still good.
            for cache in [".cache", ".vite"].map(|name| path.join(name)) {
                if cache.exists() {
                    fs::remove_dir_all(cache)?;
                }
            }
        } else if path.is_dir() {
            clean(&path)?;
            // Unless there is something installed in it.
            let _ = fs::remove_dir(path);
        } else {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

/// Installs what the app's lock file says, unless it is there already, and the packed package beside it.
pub(crate) fn install(app: &Path) -> Result<()> {
    let wanted = fs::read(app.join("package-lock.json")).context("can't read package-lock.json")?;
    let modules = app.join(MODULES);
    // Written last, so an interrupted installation is made again.
    let installed = modules.join("installed.json");
    if !fs::read(&installed).is_ok_and(|installed| installed == wanted) {
        let start = Instant::now();
        let mut npm = command::npm_script("npm");
        command::run(npm.args(["ci", "--loglevel=error"]).current_dir(app))?;
        fs::write(installed, wanted)?;
        tell(app, "installed", start);
    }
    let package = modules.join("paddle-magic-links");
    if package.exists() {
        fs::remove_dir_all(&package)?;
    }
    files::copy(&package::unpacked(), &package)
}

/// Builds the app for production.
pub(crate) fn build(app: &Path) -> Result<()> {
    let start = Instant::now();
    let mut npm = command::npm_script("npm");
    npm.args(["run", "build"]).current_dir(app).env("CI", "true");
    for of in ["ASTRO", "NEXT", "NUXT"] {
        npm.env(format!("{of}_TELEMETRY_DISABLED"), "1");
    }
    let output = npm
        .env("NG_CLI_ANALYTICS", "false")
        .output()
        .context("can't start npm; install Node 20 or later")?;
    if !output.status.success() {
        let [said, failed] =
            [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text));
        bail!("the build in {} failed:\n{said}{failed}", app.display());
    }
    tell(app, "built", start);
    Ok(())
}

fn tell(app: &Path, what: &str, start: Instant) {
    let name = app.file_name().unwrap_or_default().display();
    eprintln!("{name}: {what} in {:.1} s", start.elapsed().as_secs_f32());
}
