//! Metrics, for whatever recorder the platform has installed. No label names a seller.

use crate::{Audit, Cause, Environment, paddle_response::PaddleRefusal};
use std::time::Duration;

/// Counts a request by its outcome: `made`, or the word of the refusal.
pub(crate) fn request(audit: &Audit) {
    let outcome = audit.refusal.map_or("made", |code| code.as_str());
    let environment = audit.environment.map_or("unknown", Environment::as_str);
    metrics::counter!(
        "paddle_magic_links_requests_total",
        "environment" => environment,
        "outcome" => outcome,
    )
    .increment(1);
}

/// Notes how long Paddle took for a response, if it was asked.
pub(crate) fn paddle(environment: Environment, took: Duration, error: Option<&PaddleRefusal>) {
    if error.is_some_and(|error| error.cause == Cause::KeyOfOtherEnvironment) {
        return;
    }
    metrics::histogram!(
        "paddle_magic_links_paddle_seconds",
        "environment" => environment.as_str(),
    )
    .record(took);
}
