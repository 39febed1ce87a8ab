//! What is known of a request after it has ended.

use crate::{Environment, RedirectTarget, RefusalCode, RequestId, SellerId};
use std::fmt;

/// What is known of a request after it has ended, for the platform's log. It holds neither key nor code.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Audit {
    /// The proxy's own id of the request. The response has it in `x-request-id`.
    pub request_id: RequestId,
    /// Which environment was requested; `None` if the request did not get so far.
    pub environment: Option<Environment>,
    /// Where the seller wants to go.
    pub redirect: Option<RedirectTarget>,
    /// The seller; `None` if the request did not get so far.
    pub seller: Option<SellerId>,
    /// The user who acted for the seller.
    pub actor: Option<String>,
    /// Why there is no code; `None` if there is one.
    pub refusal: Option<RefusalCode>,
    /// What went wrong, for the operator.
    pub cause: Option<Cause>,
    /// Paddle's id of the request, if Paddle responded.
    pub paddle_request_id: Option<RequestId>,
}

/// What went wrong, for the operator. A seller reads nothing of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause {
    /// The code of this crate or of the platform panicked.
    Panic,
    /// The platform's [`Sellers`](crate::Sellers) did not respond in time.
    SlowPlatform,
    /// Too many requests are in progress, to Paddle or in all.
    TooManyInFlight,
    /// The key is of the other environment by its own prefix. Paddle was not asked.
    KeyOfOtherEnvironment,
    /// Paddle responded with an error.
    PaddleError {
        /// The HTTP status.
        status: u16,
        /// Paddle's own error code, such as `invalid_token`. Without one, something in front of Paddle
        /// responded.
        code: Option<String>,
    },
    /// Paddle's response has no session in it.
    UnreadableResponse {
        /// The HTTP status.
        status: u16,
    },
    /// Paddle did not respond in time.
    SlowPaddle,
    /// There is no connection to Paddle, or it broke: why.
    Connection(String),
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Panic => f.write_str("a panic"),
            Self::SlowPlatform => f.write_str("the platform did not respond in time"),
            Self::TooManyInFlight => f.write_str("too many requests in progress"),
            Self::KeyOfOtherEnvironment => f.write_str("the key is of the other environment"),
            Self::PaddleError { status, code: Some(code) } => write!(f, "Paddle: {status} {code}"),
            Self::PaddleError { status, code: None } => {
                write!(f, "{status} without an error of Paddle, perhaps from a firewall")
            }
            Self::UnreadableResponse { status } => {
                write!(f, "{status} without a session in it")
            }
            Self::SlowPaddle => f.write_str("Paddle did not respond in time"),
            Self::Connection(why) => write!(f, "no connection to Paddle: {why}"),
        }
    }
}

impl Audit {
    pub(crate) fn new(request_id: RequestId) -> Self {
        Self {
            request_id,
            environment: None,
            redirect: None,
            seller: None,
            actor: None,
            refusal: None,
            cause: None,
            paddle_request_id: None,
        }
    }

    /// Writes it as one event of [`tracing`]: at `INFO` if a code was made, otherwise at `WARN`.
    pub fn trace(&self) {
        macro_rules! event {
            ($level:ident, $text:literal) => {
                tracing::$level!(
                    request_id = %self.request_id,
                    environment = self.environment.map(display),
                    redirect = self.redirect.map(display),
                    seller = self.seller.as_ref().map(display),
                    actor = self.actor,
                    refusal = self.refusal.map(display),
                    cause = self.cause.as_ref().map(display),
                    paddle_request_id = self.paddle_request_id.as_ref().map(display),
                    $text,
                )
            };
        }
        if self.refusal.is_none() {
            event!(info, "magic session made");
        } else {
            event!(warn, "no magic session");
        }
    }
}
