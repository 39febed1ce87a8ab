//! The trait that a platform implements.

use crate::{Refusal, SecretString, SessionRequest};
use axum::http::request::Parts;
use std::future::Future;

/// What only the platform knows: who is asking, and with which key Paddle knows that seller.
pub trait SellerKeys: Clone + Send + Sync + 'static {
    /// The user API key of the seller who is signed in, for the environment that was asked for.
    ///
    /// The seller comes from the platform's own session (a cookie, or what an earlier layer put
    /// into the request's extensions), never from the request's body. Here is also the place for
    /// the platform's own rules: its rate limit, who may open which page, signing in again before
    /// payouts.
    ///
    /// # Errors
    /// The platform's own no. Usual codes: `SessionExpired`, `NotAllowed`, `StepUpRequired`,
    /// `EnvironmentNotConfigured`, `RateLimited`.
    fn user_api_key(
        &self,
        request: &Parts,
        asked: SessionRequest,
    ) -> impl Future<Output = Result<SecretString, Refusal>> + Send;
}
