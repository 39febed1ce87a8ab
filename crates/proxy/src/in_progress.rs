//! The requests that are in progress.

use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Most requests at a time, wherever they are. A request goes on when its connection is closed, so the
/// number of connections does not limit them.
const MOST: u32 = 1024;

/// The requests that are in progress, also those whose browser has left.
#[derive(Clone, Debug)]
pub struct InProgress(Arc<Semaphore>);

impl InProgress {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Semaphore::new(MOST as usize)))
    }

    /// Counts a request until the permit is dropped; `None` if there are too many.
    pub(crate) fn begin(&self) -> Option<OwnedSemaphorePermit> {
        self.0.clone().try_acquire_owned().ok()
    }

    /// Waits until none is in progress. Call it after the server has ended, so that no code is made without
    /// an audit.
    pub async fn ended(&self) {
        // It fails only if the semaphore is closed, which nobody does.
        let _ = self.0.acquire_many(MOST).await;
    }
}
