//! Runs end-to-end tests in real browsers, against builds of the current sources.

use crate::{browsers, build::fresh::Build, command, setup, tools::Tool};
use anyhow::{Context, Result, bail};
use std::{collections::BTreeSet, env, fs, process::Command};

pub(crate) const PACKAGE: [&str; 4] =
    ["--package", "paddle-magic-links-end-to-end", "--test", "end_to_end"];

/// As `tests/end_to_end/harness/engine.rs` calls them.
const ENGINES: [&str; 3] = ["chromium", "firefox", "webkit"];

/// The scenarios that the arguments of `cargo xtask e2e` choose.
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

    /// The files of the chosen scenarios, such as `element::focus`, and the filter that chooses them
    /// among `scenarios`, each of which is `engine::room::file::name`.
    fn choose<'a>(&self, scenarios: &[&'a str]) -> Result<(BTreeSet<&'a str>, Option<String>)> {
        let files = |filter: &str| -> BTreeSet<&'a str> {
            let chosen = scenarios.iter().filter(|scenario| scenario.contains(filter));
            chosen.copied().filter_map(file).collect()
        };
        let Some(name) = &self.name else { return Ok((files(""), None)) };
        // The name of a room or a file means all of that, and not what begins with it.
        let path = format!("::{name}::");
        let filter = if files(&path).is_empty() { name.clone() } else { path };
        let chosen = files(&filter);
        if chosen.is_empty() {
            bail!(
                "no scenario is named `{name}`: choose an engine ({}), a part of a scenario's name, \
                 or a room or file ({})",
                ENGINES.join(", "),
                files("").into_iter().collect::<Vec<_>>().join(", ")
            );
        }
        Ok((chosen, Some(filter)))
    }
}

/// The path between a scenario's engine and its name.
fn file(scenario: &str) -> Option<&str> {
    let (_, path) = scenario.split_once("::")?;
    path.rsplit_once("::").map(|(file, _)| file)
}

pub(crate) fn run(first: Option<String>, second: Option<String>, headed: bool) -> Result<()> {
    let selection = Selection::new(first, second)?;
    setup::to_build()?;
    command::step("Compiling the scenarios", || command::run(cargo_test().arg("--no-run")))?;
    let list = command::output(cargo_test().args(["--", "--list"]))
        .context("the scenarios could not be listed")?;
    let scenarios: Vec<_> = list.lines().filter_map(|line| line.strip_suffix(": test")).collect();
    let (files, filter) = selection.choose(&scenarios)?;

    Build::Page.refresh()?;
    Build::Package.refresh()?;
    for (build, word) in [
        (Build::Examples, "examples"),
        (Build::Hosts, "hosts/"),
        (Build::Proxies, "proxies/"),
        (Build::Site, "site/"),
    ] {
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
    command::step("Running the scenarios", || command::run(&mut tests))
}

/// Whether the scenarios of this file open a page of the examples, the hosts or the site: then they name it.
fn mentions(file: &str, word: &str) -> bool {
    let file = format!("tests/end_to_end/{}.rs", file.replace("::", "/"));
    let file = command::root().join(file);
    fs::read_to_string(file).map_or(true, |source| source.contains(word))
}

/// Runs the scenarios. The caller has built what they use.
pub(crate) fn runner() -> Result<Command> {
    let mut tests = cargo_test();
    tests.env("PADDLE_MAGIC_LINKS_BUILDS", "fresh");
    tests.env("CHROMEDRIVER", browsers::chromedriver());
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

    const SCENARIOS: [&str; 5] = [
        "chromium::widget::click::a_double_click_makes_one_jump",
        "chromium::element::events::a_click_reports_its_start",
        "chromium::element::focus::focus_stays",
        "chromium::element::focus_ring::it_is_solid",
        "webkit::element::focus::focus_stays",
    ];

    fn select(words: &[&str]) -> Result<Selection> {
        let mut words = words.iter().map(|&word| word.to_owned());
        Selection::new(words.next(), words.next())
    }

    #[test]
    fn the_engine_and_the_name_are_optional() -> Result<()> {
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
    fn the_error_for_an_unknown_engine_lists_the_engines() {
        let error = select(&["safari", "click"]).unwrap_err().to_string();
        assert_eq!(error, "unknown engine `safari`: choose chromium, firefox, webkit");
    }

    #[test]
    fn the_error_for_an_unknown_name_lists_engines_and_files() -> Result<()> {
        let error = select(&["safari"])?.choose(&SCENARIOS).unwrap_err().to_string();
        assert!(error.starts_with("no scenario is named `safari`"), "{error}");
        assert!(error.contains("(chromium, firefox, webkit)"), "{error}");
        let files = "(element::events, element::focus, element::focus_ring, widget::click)";
        assert!(error.contains(files), "{error}");
        Ok(())
    }

    #[test]
    fn a_name_selects_a_room_a_file_or_part_of_a_scenario() -> Result<()> {
        for (name, filter, files) in [
            (
                "element",
                "::element::",
                &["element::events", "element::focus", "element::focus_ring"][..],
            ),
            ("focus", "::focus::", &["element::focus"]),
            ("element::focus", "::element::focus::", &["element::focus"]),
            ("click", "::click::", &["widget::click"]),
            ("_click", "_click", &["element::events", "widget::click"]),
            ("focus_", "focus_", &["element::focus", "element::focus_ring"]),
        ] {
            let (chosen, given) = select(&[name])?.choose(&SCENARIOS)?;
            assert_eq!(given.as_deref(), Some(filter));
            assert_eq!(chosen.into_iter().collect::<Vec<_>>(), files, "{name}");
        }
        Ok(())
    }

    #[test]
    fn only_files_that_open_other_builds_mention_them() {
        assert!(mentions("hosts::examples", "examples"));
        assert!(mentions("hosts::apps", "hosts/"));
        assert!(mentions("proxies::references", "proxies/"));
        assert!(mentions("site::search", "site/"));
        assert!(!mentions("element::focus", "examples"));
    }
}
