//! Keeps account of requests, and so of how many more there may be.

mod local;
#[cfg(feature = "redis")]
pub(crate) mod shared;

use crate::{Environment, Limits, Refusal, RefusalCode, SellerId};
use local::LocalLedger;
use std::time::Duration;

pub(crate) enum Ledger {
    Local(LocalLedger),
    /// Several instances have one account.
    #[cfg(feature = "redis")]
    Shared(shared::SharedLedger),
}

// Only a shared account is waited for.
#[cfg_attr(not(feature = "redis"), allow(clippy::unused_async))]
impl Ledger {
    pub(crate) fn local(limits: &Limits) -> Self {
        Self::Local(LocalLedger::new(limits))
    }

    #[cfg(feature = "redis")]
    pub(crate) fn shared(shared: shared::SharedLimits, limits: &Limits) -> Self {
        Self::Shared(shared::SharedLedger::new(shared, limits))
    }

    /// Notes a request to Paddle for a seller, or says why it may not be made.
    pub(crate) async fn admit(
        &self,
        environment: Environment,
        seller: &SellerId,
    ) -> Result<(), Refusal> {
        match self {
            Self::Local(ledger) => ledger.admit(environment, seller),
            #[cfg(feature = "redis")]
            Self::Shared(ledger) => ledger.admit(environment, seller).await,
        }
    }

    /// Admits nobody for a while, because Paddle said so.
    pub(crate) async fn pause(&self, environment: Environment, pause: Duration) {
        match self {
            Self::Local(ledger) => ledger.pause(environment, pause),
            #[cfg(feature = "redis")]
            Self::Shared(ledger) => ledger.pause(environment, pause).await,
        }
    }
}

fn refusal(code: RefusalCode, wait: Duration) -> Refusal {
    // Rounded up, because a client that comes back a moment too early is refused again.
    let seconds = u32::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u32::MAX);
    Refusal { retry_after: Some(seconds.max(1)), ..code.into() }
}
