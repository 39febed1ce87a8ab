use crate::flow::Jump;
use paddle_magic_links_protocol::{Refusal, RefusalCode, ReplyError, RequestId};
use std::{error::Error, fmt};

/// Why a click did not end in Paddle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The proxy said no.
    Refused(Refusal),
    /// No answer: the network, the browser or the page's policy stopped the request.
    Unreachable,
    /// The same, and the browser says that it is offline.
    Offline,
    /// No answer in time.
    TimedOut,
    /// The answer is not one of the contract.
    Unreadable,
    /// The answer is for the environment that was not asked for.
    OtherEnvironment,
    /// The window is still here although it was sent away.
    NotOpened,
    /// The browser refused a new tab.
    TabRefused,
    /// The page is in a frame from which Paddle can't be opened.
    Framed,
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

impl Failure {
    /// The error's word: the proxy's own, or one of the widget's.
    pub(crate) const fn code(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.code.as_str(),
            Self::Unreachable => "unreachable",
            Self::Offline => "offline",
            Self::TimedOut => "timed_out",
            Self::Unreadable => "invalid_response",
            Self::OtherEnvironment => "environment_mismatch",
            Self::NotOpened => "not_opened",
            Self::TabRefused => "tab_refused",
            Self::Framed => "framed",
        }
    }

    /// Whether the seller can get on by choosing again, perhaps after a wait or a new sign-in.
    const fn recoverable(&self) -> bool {
        match self {
            Self::Refused(refusal) => !matches!(
                refusal.code,
                RefusalCode::InvalidRequest
                    | RefusalCode::NotAllowed
                    | RefusalCode::EnvironmentNotConfigured
                    | RefusalCode::UpstreamAuth
                    | RefusalCode::UpstreamRejected
            ),
            Self::Unreachable
            | Self::Offline
            | Self::TimedOut
            | Self::Unreadable
            | Self::NotOpened
            | Self::TabRefused => true,
            Self::OtherEnvironment | Self::Framed => false,
        }
    }

    /// Whether the seller has to sign in at the platform before choosing again makes sense.
    pub(crate) fn wants_sign_in(&self) -> bool {
        matches!(
            self,
            Self::Refused(Refusal {
                code: RefusalCode::SessionExpired | RefusalCode::StepUpRequired,
                ..
            })
        )
    }

    /// When to try again, in seconds.
    pub(crate) const fn retry_after(&self) -> Option<u32> {
        match self {
            Self::Refused(refusal) => refusal.retry_after,
            _ => None,
        }
    }

    pub(crate) fn request_id(&self) -> Option<&RequestId> {
        match self {
            Self::Refused(refusal) => refusal.request_id.as_ref(),
            _ => None,
        }
    }

    /// One of each.
    #[cfg(test)]
    pub(crate) fn every() -> Vec<Self> {
        let own = [
            Self::Unreachable,
            Self::Offline,
            Self::TimedOut,
            Self::Unreadable,
            Self::OtherEnvironment,
            Self::NotOpened,
            Self::TabRefused,
            Self::Framed,
        ];
        RefusalCode::ALL.iter().map(|&code| code.into()).chain(own).collect()
    }
}

/// What a host is told of a failure. The seller has been told already, in words; it is displayed for
/// the host's own log, and has no code or key in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JumpError {
    /// Where the click would have led.
    pub jump: Jump,
    /// A word of the wire contract, or `unreachable`, `offline`, `timed_out`, `invalid_response`,
    /// `environment_mismatch`, `not_opened`, `tab_refused` or `framed`.
    pub code: &'static str,
    /// Whether the seller can get on by choosing again, perhaps after a wait or a new sign-in.
    pub recoverable: bool,
    /// Paddle's id of the failed request, for support.
    pub request_id: Option<RequestId>,
    /// When to try again, in seconds.
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
    use crate::flow::OpenIn;
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
