//! What a check is.

use super::{finding::Outcome, trial::Trial};
use serde::Serialize;
use std::pin::Pin;

/// Checks of one subject. Their ids begin with its letter.
#[derive(Debug)]
pub struct Group {
    /// The first letter of the ids.
    pub letter: &'static str,
    /// The subject.
    pub title: &'static str,
    /// Which part of a reference proxy does this.
    pub example: &'static str,
    /// The checks, in the order of their ids.
    pub checks: &'static [Check],
}

/// One thing that a proxy has to do.
#[derive(Debug, Serialize)]
pub struct Check {
    /// Its id, which never changes.
    pub id: &'static str,
    /// What a proxy has to do, in one sentence.
    pub requirement: &'static str,
    /// Whether it has to.
    pub level: Level,
    /// What to change in a proxy that does not.
    pub change: &'static str,
    #[serde(skip)]
    pub(super) stage: Stage,
    #[serde(skip)]
    pub(super) run: Run,
}

/// Whether a proxy has to do something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Without it, the proxy does not conform.
    Required,
    /// It is good to have.
    Advised,
}

impl Level {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Advised => "advised",
        }
    }
}

/// When a check is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    /// First, because nothing else can be tried without it.
    Gate,
    /// In a random order.
    Any,
    /// After those, because it uses up limits.
    Limits,
    /// After those, because it uses up Paddle's limit.
    Soak,
    /// At the end of all that is sent, because it can outlast the run.
    Pauses,
    /// Last, because it looks at the whole run.
    WholeRun,
}

pub(super) type Run =
    for<'a> fn(&'a mut Trial) -> Pin<Box<dyn Future<Output = Outcome> + Send + 'a>>;

impl Check {
    pub(super) const fn required(
        id: &'static str,
        requirement: &'static str,
        change: &'static str,
        run: Run,
    ) -> Self {
        Self { id, requirement, level: Level::Required, change, stage: Stage::Any, run }
    }

    pub(super) const fn advised(
        id: &'static str,
        requirement: &'static str,
        change: &'static str,
        run: Run,
    ) -> Self {
        Self { id, requirement, level: Level::Advised, change, stage: Stage::Any, run }
    }

    pub(super) const fn at(mut self, stage: Stage) -> Self {
        self.stage = stage;
        self
    }
}
