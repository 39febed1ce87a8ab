//! The languages of the reference proxies, and frameworks that come with them.

use crate::{
    apt,
    command::{self, step},
};
use anyhow::Result;

/// A language, and Debian's packages with it.
struct Runtime {
    name: &'static str,
    /// A command that succeeds if all of it is there.
    probe: &'static [&'static str],
    packages: &'static [&'static str],
}

const RUNTIMES: [Runtime; 6] = [
    Runtime { name: "Go", probe: &["go", "version"], packages: &["golang-go"] },
    Runtime { name: "Java", probe: &["java", "--version"], packages: &["default-jdk-headless"] },
    Runtime {
        name: "PHP",
        probe: &["php", "-r", "exit(extension_loaded('curl') ? 0 : 1);"],
        packages: &["php-cli", "php-curl"],
    },
    Runtime {
        name: "Laravel",
        probe: &["php", "-r", "require 'Illuminate/autoload.php';"],
        packages: &["php-laravel-framework"],
    },
    // Debian's Python comes without what makes environments.
    Runtime {
        name: "Python",
        probe: &["python3", "-c", "import ensurepip, venv"],
        packages: &["python3", "python3-pip", "python3-venv"],
    },
    Runtime {
        name: "Ruby",
        probe: &["puma", "--version"],
        packages: &["puma", "ruby", "ruby-actionpack", "ruby-railties"],
    },
];

impl Runtime {
    fn is_there(&self) -> bool {
        command::output(command::new(self.probe[0]).args(&self.probe[1..])).is_some()
    }
}

/// Whether environments for Python's packages can be made.
pub(crate) fn has_python() -> bool {
    RUNTIMES.iter().any(|runtime| runtime.name == "Python" && runtime.is_there())
}

/// Installs them, on Debian and Ubuntu with apt if that is allowed. Tests that need one are skipped without it.
pub(crate) fn install(may_use_apt: bool) -> Result<()> {
    let missing: Vec<_> = RUNTIMES.iter().filter(|runtime| !runtime.is_there()).collect();
    if missing.is_empty() || !apt::is_here() {
        return Ok(());
    }
    let names = missing.iter().map(|runtime| runtime.name).collect::<Vec<_>>().join(", ");
    let packages: Vec<_> = missing.iter().flat_map(|runtime| runtime.packages).copied().collect();
    if !may_use_apt {
        let packages = packages.join(" ");
        eprintln!("missing: {names}. `cargo xtask setup --yes` installs {packages} with apt");
        return Ok(());
    }
    step(&format!("Installing {names} with apt (a minute)"), || apt::install(&packages))
}
