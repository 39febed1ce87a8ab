//! An account in the memory of this process.

use super::refusal;
use crate::{Environment, Limits, Rate, Refusal, RefusalCode, SellerId};
use governor::{
    NotUntil, Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    state::{InMemoryState, NotKeyed, keyed::DashMapStateStore},
};
use std::{
    hash::{BuildHasher, RandomState},
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// How often sellers who have been idle are forgotten.
const SWEEP: Duration = Duration::from_secs(60);

/// What has been asked for in each environment.
#[derive(Debug)]
pub(crate) struct LocalLedger {
    sandbox: Account,
    live: Account,
}

#[derive(Debug)]
struct Account {
    // By a hash of the seller's id, so that an entry's size does not depend on it. Two sellers with one
    // hash would share a limit, which among a million has a chance of one in 37 million.
    sellers: RateLimiter<u64, DashMapStateStore<u64>, DefaultClock>,
    hasher: RandomState,
    swept: Mutex<Instant>,
    paddle: RateLimiter<NotKeyed, InMemoryState, DefaultClock>,
    paused_until: Mutex<Option<Instant>>,
}

impl LocalLedger {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self { sandbox: Account::new(limits), live: Account::new(limits) }
    }

    /// Notes a request to Paddle for a seller, or says why it may not be made.
    pub(crate) fn admit(&self, environment: Environment, seller: &SellerId) -> Result<(), Refusal> {
        let account = self.account(environment);
        account.sweep();
        let seller = account.hasher.hash_one(seller);
        account
            .sellers
            .check_key(&seller)
            .map_err(|until| refusal(RefusalCode::RateLimited, wait(&until)))?;
        if let Some(pause) = account.pause() {
            return Err(refusal(RefusalCode::UpstreamBusy, pause));
        }
        account.paddle.check().map_err(|until| refusal(RefusalCode::UpstreamBusy, wait(&until)))
    }

    /// Admits nobody for a while, because Paddle said so.
    pub(crate) fn pause(&self, environment: Environment, pause: Duration) {
        *lock(&self.account(environment).paused_until) = Some(Instant::now() + pause);
    }

    fn account(&self, environment: Environment) -> &Account {
        match environment {
            Environment::Sandbox => &self.sandbox,
            Environment::Live => &self.live,
        }
    }
}

impl Account {
    fn new(limits: &Limits) -> Self {
        Self {
            sellers: RateLimiter::dashmap(quota(limits.seller)),
            hasher: RandomState::new(),
            swept: Mutex::new(Instant::now()),
            paddle: RateLimiter::direct(quota(limits.paddle)),
            paused_until: Mutex::new(None),
        }
    }

    /// How much longer Paddle wants to be left alone.
    fn pause(&self) -> Option<Duration> {
        let mut paused_until = lock(&self.paused_until);
        let left = paused_until.and_then(|until| until.checked_duration_since(Instant::now()));
        if left.is_none() {
            *paused_until = None;
        }
        left
    }

    fn sweep(&self) {
        let mut swept = lock(&self.swept);
        if swept.elapsed() >= SWEEP {
            *swept = Instant::now();
            drop(swept);
            self.sellers.retain_recent();
            self.sellers.shrink_to_fit();
        }
    }
}

fn quota(rate: Rate) -> Quota {
    Quota::per_minute(rate.per_minute).allow_burst(rate.burst)
}

fn wait(until: &NotUntil<<DefaultClock as Clock>::Instant>) -> Duration {
    until.wait_time_from(DefaultClock::default().now())
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
