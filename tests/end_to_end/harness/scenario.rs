//! A scenario is a test that runs in every engine.

use crate::harness::engine::Engine;
use libtest_mimic::{Conclusion, Failed, Trial};
use std::{
    collections::BTreeMap,
    env,
    pin::Pin,
    sync::{Arc, Mutex},
};
use tokio::runtime;

#[derive(Clone)]
pub(crate) struct Scenario {
    /// Its room and file below this crate.
    pub(crate) module: &'static str,
    pub(crate) name: &'static str,
    pub(crate) run: fn(Engine) -> Pin<Box<dyn Future<Output = ()>>>,
    /// The engines in which it can't run, with the reasons.
    pub(crate) exceptions: &'static [(Engine, &'static str)],
    /// What this machine lacks for it besides an engine: a failure in CI, as a missing engine is.
    pub(crate) missing: Option<String>,
}

/// Lists a file's scenarios: `name;`, or `name, except WebKit: "the reason";`.
macro_rules! scenarios {
    ($($name:ident $(, except $engine:ident: $reason:expr)*;)+) => {
        pub(crate) fn scenarios() -> Vec<crate::harness::scenario::Scenario> {
            vec![$(crate::harness::scenario::Scenario {
                module: module_path!(),
                name: stringify!($name),
                run: |engine| Box::pin($name(engine)),
                exceptions: &[$((crate::harness::engine::Engine::$engine, $reason)),*],
                missing: None,
            }),+]
        }
    };
}
pub(crate) use scenarios;

#[derive(Clone, PartialEq)]
enum Outcome {
    Passed,
    Failed,
    NotApplicable(&'static str),
    Skipped(String),
}

/// The outcome of each scenario in each engine.
#[derive(Clone, Default)]
pub(crate) struct Table(Arc<Mutex<BTreeMap<String, BTreeMap<Engine, Outcome>>>>);

impl Table {
    /// A trial for each engine. A missing engine is a failure in CI, and is skipped elsewhere.
    pub(crate) fn trials(&self, scenario: &Scenario) -> Vec<Trial> {
        Engine::ALL.into_iter().map(|engine| self.trial(scenario, engine)).collect()
    }

    fn trial(&self, scenario: &Scenario, engine: Engine) -> Trial {
        let (_, file) = scenario.module.split_once("::").expect("a scenario is in a room");
        let row = format!("{file}::{}", scenario.name);
        let name = format!("{engine}::{row}");
        let exception = scenario.exceptions.iter().find(|(excepted, _)| *excepted == engine);
        let missing = engine.missing().or_else(|| scenario.missing.clone());
        let unable = match (exception, missing.clone()) {
            (Some((_, reason)), _) => Some(Outcome::NotApplicable(reason)),
            (None, Some(missing)) if env::var_os("CI").is_none() => Some(Outcome::Skipped(missing)),
            _ => None,
        };
        if let Some(unable) = unable {
            self.set(&row, engine, unable);
            return Trial::test(name, || Ok(())).with_ignored_flag(true);
        }
        let (table, run) = (self.clone(), scenario.run);
        Trial::test(name, move || {
            table.set(&row, engine, Outcome::Failed);
            if let Some(missing) = missing {
                return Err(Failed::from(missing));
            }
            runtime::Builder::new_current_thread().enable_all().build()?.block_on(run(engine));
            table.set(&row, engine, Outcome::Passed);
            Ok(())
        })
    }

    fn set(&self, row: &str, engine: Engine, outcome: Outcome) {
        self.0.lock().unwrap().entry(row.to_owned()).or_default().insert(engine, outcome);
    }

    /// Prints the scenarios that ran, with the reasons why an engine was left out.
    pub(crate) fn print(&self, conclusion: &Conclusion) {
        let rows = self.0.lock().unwrap();
        let ran = |outcome: &Outcome| matches!(outcome, Outcome::Passed | Outcome::Failed);
        let mut notes = Vec::new();
        println!("{:100}{}", "", Engine::ALL.map(|engine| format!("{engine:13}")).concat());
        for (row, outcomes) in rows.iter().filter(|(_, outcomes)| outcomes.values().any(ran)) {
            let cells = Engine::ALL.map(|engine| {
                let cell = match outcomes.get(&engine) {
                    None => String::new(),
                    Some(Outcome::Passed) => "passed".into(),
                    Some(Outcome::Failed) => "FAILED".into(),
                    Some(Outcome::NotApplicable(reason)) => note(&mut notes, "n/a", reason),
                    Some(Outcome::Skipped(reason)) => note(&mut notes, "skipped", reason),
                };
                format!("{cell:13}")
            });
            println!("{row:100}{}", cells.concat());
        }
        for (number, text) in notes.iter().enumerate() {
            println!("[{}] {text}", number + 1);
        }
        println!("{} passed, {} failed", conclusion.num_passed, conclusion.num_failed);
    }
}

/// The word, with the number of its note below the table.
fn note(notes: &mut Vec<String>, word: &str, reason: &str) -> String {
    let number = notes.iter().position(|note| note == reason).unwrap_or_else(|| {
        notes.push(reason.to_owned());
        notes.len() - 1
    });
    format!("{word} [{}]", number + 1)
}
