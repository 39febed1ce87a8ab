//! What came of a run: the source of its text, its JSON and its `JUnit`.

use super::{contract, definition::Check, finding::Finding};
use serde::Serialize;

/// What came of a run.
#[derive(Debug, Serialize)]
pub struct Report {
    /// The version of this format.
    pub format: u32,
    /// The version of the kit.
    pub kit: &'static str,
    /// The version of the contract.
    pub contract: &'static str,
    /// The proxy's URL.
    pub proxy: String,
    /// What the order was made from, to try the same again.
    pub seed: u64,
    /// Whether all checks were tried, or only those that were selected.
    pub whole: bool,
    /// Whether nothing failed that is required.
    pub conforming: bool,
    /// How many checks came out how.
    pub counts: Counts,
    /// The checks, in the order in which they were tried.
    pub checks: Vec<Checked>,
}

/// How many checks came out how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// All is well.
    pub pass: usize,
    /// Something required is missing.
    pub fail: usize,
    /// Something could be better.
    pub advice: usize,
    /// It was not tried.
    pub skipped: usize,
}

/// What came of a check.
#[derive(Debug, Serialize)]
pub struct Checked {
    /// The check.
    #[serde(flatten)]
    pub check: &'static Check,
    /// How it came out.
    pub state: State,
    /// Why it was skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What is wrong.
    pub findings: Vec<Finding>,
}

/// How a check came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// All is well.
    Pass,
    /// Something required is missing.
    Fail,
    /// Something could be better.
    Advice,
    /// It was not tried.
    Skipped,
}

impl Report {
    pub(super) fn new(proxy: String, seed: u64, whole: bool, checks: Vec<Checked>) -> Self {
        let count = |state| checks.iter().filter(|checked| checked.state == state).count();
        let counts = Counts {
            pass: count(State::Pass),
            fail: count(State::Fail),
            advice: count(State::Advice),
            skipped: count(State::Skipped),
        };
        Self {
            format: 1,
            kit: env!("CARGO_PKG_VERSION"),
            contract: contract::version(),
            proxy,
            seed,
            whole,
            conforming: counts.fail == 0,
            counts,
            checks,
        }
    }

    /// The ids of the checks that came out like this, in the order of the ids.
    pub fn ids(&self, state: State) -> Vec<&'static str> {
        let mut ids: Vec<_> = self
            .checks
            .iter()
            .filter(|checked| checked.state == state)
            .map(|checked| checked.check.id)
            .collect();
        ids.sort_unstable();
        ids
    }

    /// Makes every advice a failure.
    #[must_use]
    pub fn strict(mut self) -> Self {
        for checked in &mut self.checks {
            if checked.state == State::Advice {
                checked.state = State::Fail;
            }
        }
        Self::new(self.proxy, self.seed, self.whole, self.checks)
    }
}
