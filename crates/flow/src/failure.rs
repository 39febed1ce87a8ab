//! Why a click did not end in Paddle.

use crate::Jump;
use paddle_magic_links_protocol::{Refusal, RefusalCode, RequestId, ResponseError};
use std::{error::Error, fmt};

/// Longest wait that is counted down, in seconds. A longer one is not worth counting, and may be nonsense.
const LONGEST_COUNTDOWN: u32 = 300;

/// Declares [`Failure`], each kind once with its code, so that none is missing in `every`.
macro_rules! failures {
    ($($(#[$attribute:meta])* $variant:ident = $code:literal,)+) => {
        /// Why a click did not end in Paddle.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Failure {
            /// The proxy refused.
            Refused(Refusal),
            $($(#[$attribute])* $variant,)+
        }

        impl Failure {
            /// The error's code: that of a [`RefusalCode`], or
            #[doc = concat!($("`", $code, "` "),+, "from the widget itself.")]
            pub const fn code(&self) -> &'static str {
                match self {
                    Self::Refused(refusal) => refusal.code.as_str(),
                    $(Self::$variant => $code,)+
                }
            }

            /// One of each kind, for tests.
            #[doc(hidden)]
            pub fn every() -> Vec<Self> {
                let refused = RefusalCode::ALL.into_iter().map(Self::from);
                refused.chain([$(Self::$variant),+]).collect()
            }
        }
    };
}

failures! {
    /// No response: the network, the browser or the page's policy stopped the request.
    Unreachable = "unreachable",
    /// The same, and the browser says that it is offline.
    Offline = "offline",
    /// No response in time.
    TimedOut = "timed_out",
    /// A response that does not follow the contract.
    InvalidResponse = "invalid_response",
    /// The response is for the environment that was not requested.
    EnvironmentMismatch = "environment_mismatch",
    /// The page is still here although it navigated.
    NavigationFailed = "navigation_failed",
    /// The browser blocked a new tab.
    TabBlocked = "tab_blocked",
    /// The page is in a frame from which Paddle can't be opened.
    Framed = "framed",
}

impl From<ResponseError> for Failure {
    fn from(error: ResponseError) -> Self {
        match error {
            ResponseError::Refused(refusal) => Self::Refused(refusal),
            ResponseError::Invalid => Self::InvalidResponse,
            ResponseError::EnvironmentMismatch => Self::EnvironmentMismatch,
        }
    }
}

impl From<RefusalCode> for Failure {
    fn from(code: RefusalCode) -> Self {
        Self::Refused(code.into())
    }
}

impl Failure {
    /// Whether a retry can help, perhaps after a wait or a new sign-in.
    const fn recoverable(&self) -> bool {
        match self {
            Self::Refused(refusal) => match refusal.code {
                RefusalCode::SessionExpired
                | RefusalCode::CsrfRejected
                | RefusalCode::StepUpRequired
                | RefusalCode::RateLimited
                | RefusalCode::SiteUnavailable
                | RefusalCode::UpstreamInvalid
                | RefusalCode::UpstreamUnavailable
                | RefusalCode::UpstreamBusy => true,
                RefusalCode::InvalidRequest
                | RefusalCode::NotAllowed
                | RefusalCode::EnvironmentNotConfigured
                | RefusalCode::UpstreamAuth
                | RefusalCode::UpstreamRejected => false,
            },
            Self::Unreachable
            | Self::Offline
            | Self::TimedOut
            | Self::InvalidResponse
            | Self::NavigationFailed
            | Self::TabBlocked => true,
            Self::EnvironmentMismatch | Self::Framed => false,
        }
    }

    /// Whether the seller has to sign in to the platform before a retry.
    pub fn needs_sign_in(&self) -> bool {
        matches!(
            self,
            Self::Refused(Refusal {
                code: RefusalCode::SessionExpired | RefusalCode::StepUpRequired,
                ..
            })
        )
    }

    /// When to retry, in seconds.
    const fn retry_after(&self) -> Option<u32> {
        match self {
            Self::Refused(refusal) => refusal.retry_after,
            _ => None,
        }
    }

    /// The wait before a retry, in seconds, if it is counted down.
    pub fn countdown(&self) -> Option<u32> {
        self.retry_after().filter(|seconds| (1..=LONGEST_COUNTDOWN).contains(seconds))
    }

    /// Paddle's id of the failed request, for support.
    pub fn request_id(&self) -> Option<&RequestId> {
        match self {
            Self::Refused(refusal) => refusal.request_id.as_ref(),
            _ => None,
        }
    }
}

/// What the host is told of a failure, for its own log. The seller has read a message already. It
/// contains no code or key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JumpError {
    /// Where the click would have led.
    pub jump: Jump,
    /// The failure's code, as [`Failure::code`] lists them.
    pub code: &'static str,
    /// Whether a retry can help, perhaps after a wait or a new sign-in.
    pub recoverable: bool,
    /// Paddle's id of the failed request, for support.
    pub request_id: Option<RequestId>,
    /// When to retry, in seconds.
    pub retry_after: Option<u32>,
}

impl JumpError {
    pub(crate) fn new(jump: Jump, failure: &Failure) -> Self {
        Self {
            jump,
            code: failure.code(),
            recoverable: failure.recoverable(),
            request_id: failure.request_id().cloned(),
            retry_after: failure.retry_after(),
        }
    }
}

impl fmt::Display for JumpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Jump { environment, redirect, .. } = self.jump;
        write!(f, "could not open {redirect} in Paddle {environment}: {}", self.code)?;
        if let Some(seconds) = self.retry_after {
            write!(f, ", try again in {seconds} s")?;
        }
        if let Some(id) = &self.request_id {
            write!(f, ", Paddle's request {id}")?;
        }
        Ok(())
    }
}

impl Error for JumpError {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::OpenIn;
    use paddle_magic_links_protocol::{Environment, RedirectTarget};

    #[test]
    fn a_host_is_told_all_of_a_refusal() {
        let jump = Jump {
            environment: Environment::Live,
            redirect: RedirectTarget::Overview,
            open_in: OpenIn::SameTab,
        };
        let request_id = RequestId::new("r-1".into());
        let retry_after = Some(30);
        let refusal = Refusal {
            code: RefusalCode::UpstreamBusy,
            retry_after,
            request_id: request_id.clone(),
        };
        let expected =
            JumpError { jump, code: "upstream_busy", recoverable: true, request_id, retry_after };
        let error = JumpError::new(jump, &Failure::Refused(refusal));
        assert_eq!(error, expected);
        assert_eq!(
            error.to_string(),
            "could not open overview in Paddle live: upstream_busy, try again in 30 s, Paddle's \
             request r-1"
        );
        let error = JumpError::new(jump, &Failure::TimedOut);
        assert_eq!(error.to_string(), "could not open overview in Paddle live: timed_out");
    }

    #[test]
    fn what_only_the_platform_can_mend_is_not_recoverable() {
        let not_recoverable: Vec<_> = Failure::every()
            .iter()
            .filter(|failure| !failure.recoverable())
            .map(Failure::code)
            .collect();
        assert_eq!(
            not_recoverable,
            [
                "invalid_request",
                "not_allowed",
                "environment_not_configured",
                "upstream_auth",
                "upstream_rejected",
                "environment_mismatch",
                "framed",
            ]
        );
    }
}
