//! The languages of the reference proxies.

use crate::{apt, command::step, tools::starts};
use anyhow::Result;

/// A language, by the program that runs it and Debian's packages with that.
struct Runtime {
    name: &'static str,
    program: &'static str,
    packages: &'static [&'static str],
}

const RUNTIMES: [Runtime; 5] = [
    Runtime { name: "Go", program: "go", packages: &["golang-go"] },
    Runtime { name: "Java", program: "java", packages: &["default-jdk-headless"] },
    Runtime { name: "PHP", program: "php", packages: &["php-cli", "php-curl"] },
    Runtime { name: "Python", program: "python3", packages: &["python3", "python3-venv"] },
    Runtime {
        name: "Ruby",
        program: "puma",
        packages: &["puma", "ruby", "ruby-actionpack", "ruby-railties"],
    },
];

/// Installs them, on Debian and Ubuntu with apt if that is allowed. Tests that need one are skipped without it.
pub(crate) fn install(may_use_apt: bool) -> Result<()> {
    let missing: Vec<_> = RUNTIMES.iter().filter(|runtime| !starts(runtime.program)).collect();
    if missing.is_empty() || !apt::is_here() {
        return Ok(());
    }
    let names = missing.iter().map(|runtime| runtime.name).collect::<Vec<_>>().join(", ");
    let packages: Vec<_> = missing.iter().flat_map(|runtime| runtime.packages).copied().collect();
    if !may_use_apt {
        let packages = packages.join(" ");
        eprintln!("{names} is missing: `cargo xtask setup --yes` installs {packages} with apt");
        return Ok(());
    }
    step(&format!("Installing {names} with apt (a minute)"), || apt::install(&packages))
}
