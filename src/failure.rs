use paddle_magic_links_protocol::{Refusal, RefusalCode, ReplyError};

/// Why a click did not end in Paddle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The proxy said no.
    Refused(Refusal),
    /// No answer: the network, the browser or the page's policy stopped the request.
    Unreachable,
    /// No answer in time.
    TimedOut,
    /// The answer is not one of the contract.
    Unreadable,
    /// The answer is for the environment that was not asked for.
    OtherEnvironment,
    /// The window is still here although it was sent away.
    NotOpened,
}

impl From<ReplyError> for Failure {
    fn from(error: ReplyError) -> Self {
        match error {
            ReplyError::Refused(refusal) => Self::Refused(refusal),
            ReplyError::Unreadable => Self::Unreadable,
            ReplyError::OtherEnvironment => Self::OtherEnvironment,
        }
    }
}

impl From<RefusalCode> for Failure {
    fn from(code: RefusalCode) -> Self {
        Self::Refused(code.into())
    }
}
