//! What happens to the widget, and what follows from it.

use crate::{Failure, Jump, JumpError, OpenIn};
use paddle_magic_links_protocol::{Code, Environment, RedirectTarget};

/// Identifies one wait, so that an event that comes too late is dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ticket(u32);

impl Ticket {
    pub(crate) fn next(self) -> Self {
        Self(self.0.wrapping_add(1))
    }
}

/// What happened.
#[derive(Debug)]
pub enum Event {
    /// The seller chose an environment.
    EnvironmentChosen(Environment),
    /// The host set the environment, so it needs no notification.
    EnvironmentSet(Environment),
    /// The seller activated a button.
    Clicked(RedirectTarget, OpenIn),
    /// The request for a code ended.
    Responded {
        /// The wait that it ends.
        ticket: Ticket,
        /// The code, or why there is none.
        result: Result<Code, Failure>,
    },
    /// The current wait takes long enough to tell the seller.
    Slow {
        /// The wait.
        ticket: Ticket,
    },
    /// The current wait has reached its time limit.
    TimedOut {
        /// The wait.
        ticket: Ticket,
    },
    /// The dashboard opened in a new tab.
    OpenedInNewTab {
        /// The wait that it ends.
        ticket: Ticket,
    },
    /// The browser did not navigate.
    NavigationFailed {
        /// The wait that it ends.
        ticket: Ticket,
    },
    /// The jump is no longer wanted: the host declined it, or the seller closed the new tab.
    Declined {
        /// The wait that it ends.
        ticket: Ticket,
    },
    /// A second of a countdown has passed.
    Tick {
        /// The countdown.
        ticket: Ticket,
    },
    /// The seller leaves the page. The browser may keep it in its back/forward cache.
    PageLeft,
    /// The page is shown again: restored from that cache, or its tab is visible again.
    PageShown,
    /// The host cancels what is under way.
    Cancelled,
    /// The widget is removed from the page.
    Unmounted,
}

/// What follows from an event: first what to do and then, once the view shows the new state, what to
/// tell the host.
#[derive(Debug, Default)]
pub struct Decision {
    /// What to do.
    pub effect: Option<Effect>,
    /// What to tell the host.
    pub notification: Option<Notification>,
}

/// What to do.
#[derive(Debug)]
pub enum Effect {
    /// Request a code, while the jump is pending. Report [`Event::Slow`] and [`Event::TimedOut`] if it
    /// takes too long.
    RequestCode {
        /// The wait for it.
        ticket: Ticket,
        /// What the code is for.
        jump: Jump,
    },
    /// Navigate to the magic link. Report [`Event::Slow`] and [`Event::TimedOut`] while the page is
    /// still here.
    Navigate {
        /// The wait for it.
        ticket: Ticket,
        /// Where the link leads.
        jump: Jump,
        /// The code, which works once.
        code: Code,
    },
    /// Report [`Event::Tick`] in one second.
    CountDown {
        /// The countdown.
        ticket: Ticket,
    },
}

/// What to tell the host.
#[derive(Debug, PartialEq, Eq)]
pub enum Notification {
    /// A jump failed.
    Failed(JumpError),
    /// The seller is back from Paddle.
    Returned,
    /// The seller chose another environment.
    EnvironmentChanged(Environment),
}

impl From<Effect> for Decision {
    fn from(effect: Effect) -> Self {
        Self { effect: Some(effect), notification: None }
    }
}

impl From<Notification> for Decision {
    fn from(notification: Notification) -> Self {
        Self { effect: None, notification: Some(notification) }
    }
}
