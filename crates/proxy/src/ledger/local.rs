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
        account.sweep(Instant::now());
        // First, so that a seller who clicks meanwhile has no limit of their own to wait for afterwards.
        if let Some(pause) = account.pause() {
            return Err(refusal(RefusalCode::UpstreamBusy, pause));
        }
        let seller = account.hasher.hash_one(seller);
        account
            .sellers
            .check_key(&seller)
            .map_err(|until| refusal(RefusalCode::RateLimited, wait(&until)))?;
        account.paddle.check().map_err(|until| refusal(RefusalCode::UpstreamBusy, wait(&until)))
    }

    /// Admits nobody for a while, because Paddle said so.
    pub(crate) fn pause(&self, environment: Environment, pause: Duration) {
        let until = Some(Instant::now() + pause);
        let mut paused_until = lock(&self.account(environment).paused_until);
        *paused_until = until.max(*paused_until);
    }

    /// How much longer nobody is admitted.
    #[cfg(feature = "redis")]
    pub(crate) fn paused(&self, environment: Environment) -> Option<Duration> {
        self.account(environment).pause()
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

    /// Forgets the sellers who have all of their limit again.
    fn sweep(&self, now: Instant) {
        let mut swept = lock(&self.swept);
        if now.saturating_duration_since(*swept) >= SWEEP {
            *swept = now;
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    /// For what takes some milliseconds.
    const PATIENCE: Duration = Duration::from_secs(10);

    #[test]
    fn idle_sellers_are_forgotten() {
        // A seller has all of it again after a millisecond.
        let account = Account::new(&Limits { seller: Rate::new(60_000, 1), ..Limits::default() });
        for seller in 0..100 {
            account.sellers.check_key(&seller).unwrap();
        }
        let mut now = Instant::now();
        account.sweep(now);
        assert_eq!(account.sellers.len(), 100, "not before a minute");
        let start = Instant::now();
        while !account.sellers.is_empty() {
            assert!(start.elapsed() < PATIENCE, "{} are left", account.sellers.len());
            now += SWEEP;
            account.sweep(now);
            thread::yield_now();
        }
    }

    #[test]
    fn the_longest_pause_counts() {
        let ledger = LocalLedger::new(&Limits::default());
        let (long, short) = (Duration::from_secs(60), Duration::from_secs(1));
        let wait = || ledger.admit(Environment::Live, &"s_1".into()).unwrap_err();
        ledger.pause(Environment::Live, long);
        ledger.pause(Environment::Live, short);
        assert_eq!(wait(), refusal(RefusalCode::UpstreamBusy, long));
        assert!(ledger.admit(Environment::Sandbox, &"s_1".into()).is_ok());
    }

    #[test]
    fn a_click_during_a_pause_uses_up_no_limit() {
        let limits = Limits { seller: Rate::new(1, 1), ..Limits::default() };
        let ledger = LocalLedger::new(&limits);
        ledger.pause(Environment::Live, Duration::from_millis(20));
        let admit = || ledger.admit(Environment::Live, &"s_1".into());
        assert_eq!(admit().unwrap_err().code, RefusalCode::UpstreamBusy);
        let start = Instant::now();
        let after = loop {
            assert!(start.elapsed() < PATIENCE, "the pause does not end");
            match admit() {
                Err(refusal) if refusal.code == RefusalCode::UpstreamBusy => thread::yield_now(),
                result => break result,
            }
        };
        assert_eq!(after, Ok(()));
        assert_eq!(admit().unwrap_err().code, RefusalCode::RateLimited, "the second click");
    }

    #[test]
    fn extreme_limits_neither_panic_nor_admit_nobody() {
        for number in [0, 1, u32::MAX] {
            let rate = Rate::new(number, number);
            let limits = Limits { seller: rate, paddle: rate, in_flight: usize::MAX };
            LocalLedger::new(&limits).admit(Environment::Live, &"s_1".into()).unwrap();
        }
        let slow = Rate::new(1, u32::MAX);
        let limits = Limits { seller: slow, paddle: slow, in_flight: 1 };
        let ledger = LocalLedger::new(&limits);
        for _ in 0..10 {
            ledger.admit(Environment::Live, &"s_1".into()).unwrap();
        }
    }
}
