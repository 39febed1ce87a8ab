//! The host's own way to a code, in place of a proxy's endpoint.

use crate::response::unreachable;
use paddle_magic_links_flow::{Failure, Jump};
use paddle_magic_links_protocol::{Code, InvalidCode, Refusal, RefusalCode};
use std::{error::Error, fmt, future::Future, pin::Pin, sync::Arc};
use web_sys::AbortSignal;

/// An async function that returns the code, in place of `endpoint`.
///
/// It is called once for each click, with the jump and a signal that is aborted when the code is no
/// longer wanted. Any closure that returns a future of `Result<Code, FetchError>` converts into it:
///
/// ```
/// use leptos::prelude::*;
/// use paddle_magic_links::{
///     AbortSignal, Code, FetchError, FetchSession, Jump, MagicLinks, RefusalCode,
/// };
///
/// async fn magic_session(jump: Jump) -> Result<String, ServerFnError> {
///     // A server function of yours.
/// #   Ok(jump.redirect.to_string())
/// }
///
/// async fn fetch(jump: Jump, _signal: Option<AbortSignal>) -> Result<Code, FetchError> {
///     match magic_session(jump).await {
///         Ok(code) => Ok(Code::new(code)?),
///         Err(ServerFnError::Request(_)) => Err(FetchError::Unreachable),
///         Err(ServerFnError::Deserialization(_)) => Err(FetchError::InvalidResponse),
///         Err(_) => Err(RefusalCode::SiteUnavailable.into()),
///     }
/// }
///
/// #[component]
/// fn Payments() -> impl IntoView {
///     view! { <MagicLinks fetch_session=fetch /> }
/// }
/// ```
#[derive(Clone)]
pub struct FetchSession(Arc<dyn Fn(Jump, Option<AbortSignal>) -> CodeFuture + Send + Sync>);

/// Why a [`FetchSession`] returned no code. The widget shows the seller a message and a next step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FetchError {
    /// The platform refused, for a reason of the wire contract. Converts from a [`Refusal`] or a
    /// [`RefusalCode`].
    Refused(Refusal),
    /// No response: the network or the browser stopped the request, or nothing listens there.
    Unreachable,
    /// No response within a limit of your own. The widget enforces its `timeout` itself.
    TimedOut,
    /// A response without a valid code.
    InvalidResponse,
    /// A code for the environment that was not requested.
    EnvironmentMismatch,
}

impl From<Refusal> for FetchError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<RefusalCode> for FetchError {
    fn from(code: RefusalCode) -> Self {
        Self::Refused(code.into())
    }
}

impl From<InvalidCode> for FetchError {
    fn from(InvalidCode: InvalidCode) -> Self {
        Self::InvalidResponse
    }
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => write!(f, "the platform refused: {}", refusal.code),
            Self::Unreachable => f.write_str("the platform could not be reached"),
            Self::TimedOut => f.write_str("the platform did not respond in time"),
            Self::InvalidResponse => f.write_str("the platform's response has no valid code"),
            Self::EnvironmentMismatch => {
                f.write_str("the platform's code is for the other Paddle environment")
            }
        }
    }
}

impl Error for FetchError {}

impl From<FetchError> for Failure {
    fn from(error: FetchError) -> Self {
        match error {
            FetchError::Refused(refusal) => Self::Refused(refusal),
            FetchError::Unreachable => unreachable(),
            FetchError::TimedOut => Self::TimedOut,
            FetchError::InvalidResponse => Self::InvalidResponse,
            FetchError::EnvironmentMismatch => Self::EnvironmentMismatch,
        }
    }
}

/// The code, or why there is none.
pub(crate) type CodeFuture = Pin<Box<dyn Future<Output = Result<Code, Failure>>>>;

impl FetchSession {
    pub(crate) fn call(&self, jump: Jump, signal: Option<AbortSignal>) -> CodeFuture {
        self.0(jump, signal)
    }

    pub(crate) fn new<R>(
        fetch: impl Fn(Jump, Option<AbortSignal>) -> R + Send + Sync + 'static,
    ) -> Self
    where
        R: Future<Output = Result<Code, Failure>> + 'static,
    {
        Self(Arc::new(move |jump, signal| Box::pin(fetch(jump, signal))))
    }
}

impl<F, R> From<F> for FetchSession
where
    F: Fn(Jump, Option<AbortSignal>) -> R + Send + Sync + 'static,
    R: Future<Output = Result<Code, FetchError>> + 'static,
{
    fn from(fetch: F) -> Self {
        Self::new(move |jump, signal| {
            let code = fetch(jump, signal);
            async { code.await.map_err(Failure::from) }
        })
    }
}
