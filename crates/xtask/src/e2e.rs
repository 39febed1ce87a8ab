//! The end-to-end tests in real browsers, or some of them, against builds of the sources as they are.

use crate::{command, fresh::Build, setup, tools::Tool};
use anyhow::{Context, Result, bail};
use std::{collections::BTreeSet, env, fs, process::Command};

pub(crate) const PACKAGE: [&str; 4] =
    ["--package", "paddle-magic-links-end-to-end", "--test", "end_to_end"];

/// As `tests/end_to_end/engine.rs` calls them.
const ENGINES: [&str; 3] = ["chromium", "firefox", "webkit"];

/// Which scenarios, by what stands after `cargo xtask e2e`.
#[derive(Debug, PartialEq)]
struct Selection {
    engine: Option<String>,
    name: Option<String>,
}

impl Selection {
    fn new(first: Option<String>, second: Option<String>) -> Result<Self> {
        let is_engine = |word: &String| ENGINES.contains(&word.as_str());
        Ok(match (first, second) {
            (Some(engine), name) if is_engine(&engine) => Self { engine: Some(engine), name },
            (Some(other), Some(_)) => {
                bail!("unknown engine `{other}`: choose {}", ENGINES.join(", "))
            }
            (name, None) => Self { engine: None, name },
            (None, Some(_)) => unreachable!("a second word comes after a first one"),
        })
    }

    /// The files of the chosen scenarios, and what chooses them in `scenarios`, each of which is
    /// `engine::file::name`.
    fn choose<'a>(&self, scenarios: &[&'a str]) -> Result<(BTreeSet<&'a str>, Option<String>)> {
        let file = |scenario: &'a str| scenario.split("::").nth(1);
        let files: BTreeSet<_> = scenarios.iter().copied().filter_map(file).collect();
        let Some(name) = &self.name else { return Ok((files, None)) };
        // A file's name means that file, and not those that begin with it.
        let filter =
            if files.contains(name.as_str()) { format!("::{name}::") } else { name.clone() };
        let chosen = scenarios.iter().filter(|scenario| scenario.contains(&filter));
        let chosen: BTreeSet<_> = chosen.copied().filter_map(file).collect();
        if chosen.is_empty() {
            bail!(
                "no scenario is named `{name}`: choose an engine ({}), a part of a scenario's name, \
                 or a file ({})",
                ENGINES.join(", "),
                files.into_iter().collect::<Vec<_>>().join(", ")
            );
        }
        Ok((chosen, Some(filter)))
    }
}

pub(crate) fn run(first: Option<String>, second: Option<String>, headed: bool) -> Result<()> {
    let selection = Selection::new(first, second)?;
    setup::to_build()?;
    setup::step("Compiling the scenarios", || command::run(cargo_test().arg("--no-run")))?;
    let list = command::output(cargo_test().args(["--", "--list"]))
        .context("the scenarios could not be listed")?;
    let scenarios: Vec<_> = list.lines().filter_map(|line| line.strip_suffix(": test")).collect();
    let (files, filter) = selection.choose(&scenarios)?;

    Build::Page.refresh()?;
    Build::Package.refresh()?;
    for (build, word) in [(Build::Examples, "examples"), (Build::Hosts, "hosts/")] {
        if files.iter().any(|file| mentions(file, word)) {
            build.refresh()?;
        }
    }

    let mut tests = runner()?;
    tests.arg("--").args(filter);
    if let Some(engine) = &selection.engine {
        tests.args(["--engine", engine]);
    }
    if headed {
        tests.env("HEADED", "1").arg("--test-threads=1");
    }
    setup::step("Running the scenarios", || command::run(&mut tests))
}

/// Whether scenarios of this file open a page of the examples or the hosts, which they name then.
fn mentions(file: &str, word: &str) -> bool {
    let file = command::root().join(format!("tests/end_to_end/{file}.rs"));
    fs::read_to_string(file).map_or(true, |source| source.contains(word))
}

/// Runs the scenarios; who calls it has built what they use.
pub(crate) fn runner() -> Result<Command> {
    let mut tests = cargo_test();
    tests.env("PADDLE_MAGIC_LINKS_BUILDS", "fresh");
    tests.env("CHROMEDRIVER", setup::chromedriver());
    if env::var_os("GECKODRIVER").is_none()
        && let Some(geckodriver) = Tool::Geckodriver.find()?
    {
        tests.env("GECKODRIVER", geckodriver);
    }
    Ok(tests)
}

fn cargo_test() -> Command {
    let mut tests = command::new("cargo");
    tests.args(["test", "--quiet", "--locked"]).args(PACKAGE);
    tests
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCENARIOS: [&str; 4] = [
        "chromium::click::a_click_lands",
        "chromium::element::a_click_before_it_loads",
        "chromium::element_focus::focus_stays",
        "webkit::element_focus::focus_stays",
    ];

    fn select(words: &[&str]) -> Result<Selection> {
        let mut words = words.iter().map(|&word| word.to_owned());
        Selection::new(words.next(), words.next())
    }

    #[test]
    fn an_engine_a_name_or_both_can_be_given() -> Result<()> {
        let selection = |engine: Option<&str>, name: Option<&str>| Selection {
            engine: engine.map(str::to_owned),
            name: name.map(str::to_owned),
        };
        assert_eq!(select(&[])?, selection(None, None));
        assert_eq!(select(&["firefox"])?, selection(Some("firefox"), None));
        assert_eq!(select(&["click"])?, selection(None, Some("click")));
        assert_eq!(select(&["webkit", "click"])?, selection(Some("webkit"), Some("click")));
        Ok(())
    }

    #[test]
    fn an_unknown_engine_is_an_error_that_names_those_there_are() {
        let error = select(&["safari", "click"]).unwrap_err().to_string();
        assert_eq!(error, "unknown engine `safari`: choose chromium, firefox, webkit");
    }

    #[test]
    fn a_name_without_a_scenario_is_an_error_that_names_engines_and_files() -> Result<()> {
        let error = select(&["safari"])?.choose(&SCENARIOS).unwrap_err().to_string();
        assert!(error.starts_with("no scenario is named `safari`"), "{error}");
        assert!(error.contains("(chromium, firefox, webkit)"), "{error}");
        assert!(error.contains("(click, element, element_focus)"), "{error}");
        Ok(())
    }

    #[test]
    fn a_file_is_chosen_alone_and_a_part_of_a_name_wherever_it_stands() -> Result<()> {
        for (name, filter, files) in [
            ("element", "::element::", &["element"][..]),
            ("a_click", "a_click", &["click", "element"]),
            ("focus", "focus", &["element_focus"]),
        ] {
            let (chosen, given) = select(&[name])?.choose(&SCENARIOS)?;
            assert_eq!(given.as_deref(), Some(filter));
            assert_eq!(chosen.into_iter().collect::<Vec<_>>(), files);
        }
        Ok(())
    }

    #[test]
    fn the_examples_are_known_to_be_used_where_they_are() {
        assert!(mentions("examples", "examples"));
        assert!(mentions("hosts", "hosts/"));
        assert!(!mentions("element_focus", "examples"));
    }
}
