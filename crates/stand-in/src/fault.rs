//! The failures that the API can simulate.

use serde::{Deserialize, Serialize};

/// A way in which the API can fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// The response comes after ten seconds, which is longer than a proxy should wait.
    SlowResponse,
    /// 403 `forbidden`, whatever the key.
    Forbidden,
    /// 429 `too_many_requests` with `Retry-After: 30`.
    TooManyRequests,
    /// 500 `internal_error`.
    InternalError,
    /// 201 with a body that is not JSON.
    Garbage,
    /// The connection ends in the middle of the response.
    CutConnection,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::SlowResponse,
        Self::Forbidden,
        Self::TooManyRequests,
        Self::InternalError,
        Self::Garbage,
        Self::CutConnection,
    ];
}
