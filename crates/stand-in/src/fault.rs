//! The failures that the API can simulate.

use serde::{Deserialize, Serialize};

/// A way in which the API can fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
    /// There is no response, ever.
    Hang,
    /// The connection is closed before the response.
    Close,
    /// The connection is reset before the response.
    Reset,
    /// The response comes at a byte a second.
    Drip,
    /// The response never ends.
    Endless,
    /// A firewall's HTML page, with 403.
    Blocked,
    /// 403 with the key repeated in every part of the response.
    Echo,
    /// 307 to another host, which would get the key of whoever follows.
    Redirect,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::SlowResponse,
        Self::Forbidden,
        Self::TooManyRequests,
        Self::InternalError,
        Self::Garbage,
        Self::CutConnection,
        Self::Hang,
        Self::Close,
        Self::Reset,
        Self::Drip,
        Self::Endless,
        Self::Blocked,
        Self::Echo,
        Self::Redirect,
    ];

    /// What the response is, in words.
    pub(crate) const fn as_response(self) -> &'static str {
        match self {
            Self::SlowResponse => "a response after ten seconds",
            Self::Forbidden => "403 forbidden",
            Self::TooManyRequests => "429 too_many_requests with Retry-After: 30",
            Self::InternalError => "500 internal_error",
            Self::Garbage => "201 with a body that is not JSON",
            Self::CutConnection => "201 with a body that breaks off",
            Self::Hang => "no response",
            Self::Close => "a closed connection",
            Self::Reset => "a connection reset",
            Self::Drip => "201 with a body that comes at a byte a second",
            Self::Endless => "201 with a body that never ends",
            Self::Blocked => "403 with a firewall's page",
            Self::Echo => "403 with the key in it",
            Self::Redirect => "307 to another host",
        }
    }
}
