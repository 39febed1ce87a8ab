//! The browsers in which the tests run.

use crate::{
    apt,
    command::step,
    tools::{Tool, starts},
};
use anyhow::{Result, bail};
use std::env;

/// A browser with its `WebDriver` server, as `tests/end_to_end/harness/engine.rs` starts them.
struct Browser {
    name: &'static str,
    /// It is installed if one program of each of these is.
    programs: &'static [&'static [&'static str]],
    packages: &'static [&'static str],
}

impl Browser {
    fn is_here(&self) -> bool {
        self.programs.iter().all(|names| names.iter().any(starts))
    }
}

/// Installs the browsers, on Debian with apt if that is allowed. Tests are skipped for a missing browser,
/// except for Chromium, which the component's tests need.
pub(crate) fn install(may_use_apt: bool) -> Result<()> {
    const CHROMIUM: Browser = Browser {
        name: "Chromium",
        programs: &[&["chromedriver"]],
        packages: &["chromium", "chromium-driver"],
    };
    const FIREFOX: Browser = Browser {
        name: "Firefox",
        programs: &[&["firefox-esr", "firefox"]],
        packages: &["firefox-esr"],
    };
    const WEBKIT: Browser = Browser {
        name: "WebKit",
        programs: &[&["WebKitWebDriver"], &["Xvfb"]],
        packages: &["webkit2gtk-driver", "xvfb"],
    };
    if env::var_os("CHROMEDRIVER").is_some() && !starts(chromedriver()) {
        bail!(
            "CHROMEDRIVER is set to {:?}, which does not start; set it to a chromedriver",
            chromedriver()
        );
    }
    let debian = apt::is_here();
    for browser in [&CHROMIUM, &FIREFOX, &WEBKIT] {
        let Browser { name, packages, .. } = browser;
        let named = *name == CHROMIUM.name && starts(chromedriver());
        if named || browser.is_here() {
            continue;
        }
        if debian && may_use_apt {
            step(&format!("Installing {name} with apt (about a minute)"), || {
                apt::install(packages)
            })?;
        } else if debian {
            eprintln!(
                "{name} is missing: `cargo xtask setup --yes` installs {} with apt",
                packages.join(" and ")
            );
        }
    }
    if FIREFOX.is_here() && env::var_os("GECKODRIVER").is_none() {
        Tool::Geckodriver.install()?;
    }
    if starts(chromedriver()) {
        return Ok(());
    }
    bail!(
        "no chromedriver found: install Chrome or Chromium with a chromedriver of the same \
         version, and put it on the PATH or name it in CHROMEDRIVER"
    )
}

/// The chromedriver to use.
pub(crate) fn chromedriver() -> String {
    env::var("CHROMEDRIVER").unwrap_or_else(|_| "chromedriver".into())
}
