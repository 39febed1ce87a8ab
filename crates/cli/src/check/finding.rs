//! What is wrong with a proxy.

use serde::Serialize;

/// One thing that is wrong. It has no secret: sessions, keys and codes are masked.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// What was sent, as a line for a shell.
    pub sent: String,
    /// What should have come.
    pub expected: String,
    /// What came.
    pub seen: String,
    /// What to change, if that is not what the check says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<String>,
}

/// Why a check did not pass.
pub(super) enum Problem {
    Failed(Box<Finding>),
    /// It could not be tried: for this reason.
    Skipped(String),
}

impl From<Finding> for Problem {
    fn from(finding: Finding) -> Self {
        Self::Failed(Box::new(finding))
    }
}

pub(super) type Outcome<T = ()> = Result<T, Problem>;

pub(super) fn skipped<T>(reason: impl Into<String>) -> Outcome<T> {
    Err(Problem::Skipped(reason.into()))
}

impl Finding {
    pub(super) fn change(mut self, change: impl Into<String>) -> Self {
        self.change = Some(change.into());
        self
    }
}

impl Problem {
    /// Adds a circumstance that neither the request nor Paddle's response shows.
    pub(super) fn when(self, circumstance: &str) -> Self {
        match self {
            Self::Failed(mut finding) => {
                finding.expected = format!("{}, when {circumstance}", finding.expected);
                Self::Failed(finding)
            }
            skipped @ Self::Skipped(_) => skipped,
        }
    }
}
