//! The trait that a platform implements.

use crate::{Refusal, SecretString, SessionRequest};
use axum::http::request::Parts;
use std::future::Future;

/// What only the platform knows: who the seller is, and which API key the seller has.
pub trait SellerKeys: Clone + Send + Sync + 'static {
    /// The user API key of the seller who is signed in, for the requested environment.
    ///
    /// The seller comes from the platform's own session (a cookie, or what an earlier layer put
    /// into the request's extensions), never from the request's body. Apply the platform's
    /// own rules here, too: its rate limit, who may open which redirect target, a fresh sign-in before
    /// payouts.
    ///
    /// # Errors
    /// A refusal by the platform. Usual codes: `SessionExpired`, `NotAllowed`, `StepUpRequired`,
    /// `EnvironmentNotConfigured`, `RateLimited`.
    fn user_api_key(
        &self,
        request: &Parts,
        asked: SessionRequest,
    ) -> impl Future<Output = Result<SecretString, Refusal>> + Send;
}
