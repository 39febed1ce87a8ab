//! What a request needs.

use crate::{InProgress, Paddle, Policy, ledger::Ledger, origins::Origins};
use std::time::Duration;
use tokio::sync::Semaphore;

/// A proxy that has been set up.
pub(crate) struct Running<S> {
    pub(crate) origins: Origins,
    pub(crate) sellers: S,
    pub(crate) policy: Policy,
    pub(crate) ledger: Ledger,
    /// A permit for each request to Paddle.
    pub(crate) in_flight: Semaphore,
    pub(crate) in_progress: InProgress,
    pub(crate) paddle: Paddle,
    pub(crate) deadline: Duration,
}
