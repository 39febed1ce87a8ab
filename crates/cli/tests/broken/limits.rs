//! How often sellers and Paddle are served.

use crate::{flaw::Flaw, origins::text, proxy::Proxy, refusal::Refusal, sessions::Session};
use axum::http::request::Parts;
use paddle_magic_links_protocol::{Environment, RefusalCode};
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// Codes of a seller at once, and how long it takes until there is another.
const BURST: u32 = 24;
const EVERY: Duration = Duration::from_millis(750);

#[derive(Default)]
pub(crate) struct Limits {
    /// When each seller's whole burst is there again.
    sellers: Mutex<HashMap<String, Instant>>,
    /// Until when Paddle wants no requests.
    paused: Mutex<HashMap<Environment, Instant>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whole seconds, rounded up.
fn seconds(duration: Duration) -> u64 {
    duration.as_secs() + 1
}

impl Proxy {
    pub(crate) fn admit(
        &self,
        parts: &Parts,
        session: &Session,
        environment: Environment,
    ) -> Result<(), Refusal> {
        let now = Instant::now();
        let paused = lock(&self.limits.paused).get(&environment).copied();
        if let Some(rest) = paused.and_then(|until| until.checked_duration_since(now)) {
            return Err(Refusal::after(RefusalCode::UpstreamBusy, seconds(rest)));
        }
        let key = match self.flaw() {
            Some(Flaw::NoLimit) => return Ok(()),
            Some(Flaw::SharedLimit) => String::new(),
            Some(Flaw::LimitByAddress) if parts.headers.contains_key("x-forwarded-for") => {
                text(&parts.headers, "x-forwarded-for").unwrap_or_default().to_owned()
            }
            _ => format!("{environment} {}", session.seller),
        };
        let mut sellers = lock(&self.limits.sellers);
        let full = sellers.entry(key).or_insert(now);
        let after = (*full).max(now) + EVERY;
        if let Some(rest) = after.checked_duration_since(now + EVERY * BURST) {
            return Err(Refusal::after(RefusalCode::RateLimited, seconds(rest)));
        }
        *full = after;
        Ok(())
    }

    /// Leaves Paddle alone for a while.
    pub(crate) fn pause(&self, environment: Environment, pause: Duration) {
        lock(&self.limits.paused).insert(environment, Instant::now() + pause);
    }
}
