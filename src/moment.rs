//! Measures time across the sleep of a computer.

use leptos::prelude::window;

/// A point in time, by two clocks.
pub(crate) struct Moment {
    /// The monotonic one, which stops while a computer sleeps, except on Windows:
    /// <https://developer.mozilla.org/docs/Web/API/Performance/now#ticking_during_sleep>.
    monotonic: f64,
    /// The wall clock, which continues, but can be set.
    wall: f64,
}

impl Moment {
    pub(crate) fn now() -> Self {
        let monotonic = window().performance().map_or(0.0, |performance| performance.now());
        Self { monotonic, wall: js_sys::Date::now() }
    }

    /// Milliseconds since then, by the clock that measured more.
    pub(crate) fn age(&self) -> f64 {
        let now = Self::now();
        (now.monotonic - self.monotonic).max(now.wall - self.wall)
    }
}
