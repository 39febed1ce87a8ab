//! One jump at a time for all widgets of the page. It can navigate only once, and another click would
//! request a code that nobody uses.

use std::cell::Cell;

thread_local! {
    static TAKEN: Cell<bool> = const { Cell::new(false) };
}

/// Held by the widget whose jump is pending.
pub(crate) struct JumpLock(());

impl JumpLock {
    pub(crate) fn is_taken() -> bool {
        TAKEN.get()
    }

    pub(crate) fn take() -> Self {
        TAKEN.set(true);
        Self(())
    }
}

impl Drop for JumpLock {
    fn drop(&mut self) {
        TAKEN.set(false);
    }
}
