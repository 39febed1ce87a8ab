//! One jump at a time for all widgets of the page. It can navigate only once, and another click would
//! request a code that nobody uses.

use crate::controller::Controller;
use std::cell::Cell;

thread_local! {
    static HOLDER: Cell<Option<Controller>> = const { Cell::new(None) };
}

/// Whether a jump can start in this widget.
pub(crate) fn is_free_for(controller: Controller) -> bool {
    HOLDER.get().is_none_or(|holder| holder == controller)
}

/// Takes or gives back the lock.
pub(crate) fn update(controller: Controller, pending: bool) {
    if pending {
        HOLDER.set(Some(controller));
    } else if HOLDER.get() == Some(controller) {
        HOLDER.set(None);
    }
}
