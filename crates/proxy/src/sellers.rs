//! The trait that a platform implements.

use crate::{Audit, Environment, Refusal, Seller, UserApiKey};
use axum::http::request::Parts;
use std::future::Future;

/// What only the platform knows: who the seller is, and which API key that seller has.
pub trait Sellers: Send + Sync + 'static {
    /// The seller who is signed in, by the platform's own session: a cookie, or what an earlier layer
    /// put into the request's extensions. Never by anything else that a request says.
    ///
    /// # Errors
    /// A refusal by the platform, such as `SessionExpired`, `CsrfRejected` or `NotAllowed`.
    fn seller(&self, request: &Parts) -> impl Future<Output = Result<Seller, Refusal>> + Send;

    /// The seller's user API key in an environment. It is asked for only after the policy and all limits,
    /// and never cached, so that a new key is used at once. If Paddle refuses the key, it is asked for
    /// once more.
    ///
    /// # Errors
    /// A refusal by the platform, such as `EnvironmentNotConfigured` or `SiteUnavailable`.
    fn user_api_key(
        &self,
        seller: &Seller,
        environment: Environment,
    ) -> impl Future<Output = Result<UserApiKey, Refusal>> + Send;

    /// Takes note of a request, after it has ended. It is called once for each, also if the browser is
    /// gone.
    fn audit(&self, audit: &Audit) {
        audit.trace();
    }
}
