//! The page that all widgets of an app are in. It makes one jump at a time, whichever widget that starts
//! in: it can leave once only, and each click more would make a code that nobody uses.

use crate::widget::Widget;
use std::cell::Cell;

thread_local! {
    static JUMPING: Cell<Option<Widget>> = const { Cell::new(None) };
}

/// Whether a jump can start in a widget.
pub(crate) fn is_free_for(widget: Widget) -> bool {
    JUMPING.get().is_none_or(|other| other == widget)
}

/// Takes note of whether a widget's jump is under way.
pub(crate) fn note(widget: Widget, jumping: bool) {
    if jumping {
        JUMPING.set(Some(widget));
    } else if JUMPING.get() == Some(widget) {
        JUMPING.set(None);
    }
}
