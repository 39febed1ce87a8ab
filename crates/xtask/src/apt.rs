//! Debian's packages. Only CI and who says `--yes` get here.

use crate::command;
use anyhow::Result;
use std::{ffi::OsStr, fs, path::Path};

/// Whether this is Debian, or Ubuntu, which has that file as well.
pub(crate) fn is_here() -> bool {
    Path::new("/etc/debian_version").exists()
}

/// Reads the list of packages again.
pub(crate) fn update() -> Result<()> {
    get(&["update", "-qq"])
}

/// Installs packages on this machine.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    update()?;
    get(&[&["install", "-qq", "-y", "--no-install-recommends"], packages].concat())
}

/// Unpacks packages into a directory. Nothing is installed on this machine.
pub(crate) fn unpack(packages: &[impl AsRef<OsStr>], to: &Path) -> Result<()> {
    let downloads = to.join("packages");
    fs::create_dir_all(&downloads)?;
    let mut download = command::new("apt-get");
    download.args(["download", "-qq"]).args(packages);
    command::run(download.current_dir(&downloads))?;
    for package in fs::read_dir(&downloads)? {
        let mut unpack = command::new("dpkg-deb");
        command::run(unpack.arg("--extract").arg(package?.path()).arg(to))?;
    }
    Ok(fs::remove_dir_all(downloads)?)
}

fn get(arguments: &[&str]) -> Result<()> {
    let is_root = command::output(command::new("id").arg("-u")).is_some_and(|id| id == "0");
    let mut apt = command::new(if is_root { "env" } else { "sudo" });
    apt.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    command::run(apt.args(arguments))
}
