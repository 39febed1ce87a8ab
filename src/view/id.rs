//! Ids that no other widget on the page has.

use crate::random;
use std::sync::atomic::{AtomicU32, Ordering};

/// An id for one widget. Another app on the page counts by itself, so it starts at a random number.
/// Hydration keeps the ids that the server rendered.
pub(super) fn unique() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    // The custom element's shadow root keeps its ids apart.
    if !cfg!(feature = "element") && NEXT.load(Ordering::Relaxed) == 0 {
        NEXT.store(random::number(), Ordering::Relaxed);
    }
    let side = if cfg!(feature = "ssr") { "pml-server" } else { "pml" };
    join(side, &NEXT.fetch_add(1, Ordering::Relaxed).to_string())
}

pub(super) fn join(prefix: &str, name: &str) -> String {
    [prefix, name].join("-")
}
