//! The state machine: what a click does, step by step.

use crate::{Decision, Effect, Event, Failure, Jump, JumpError, Notification, OpenIn, Ticket};
use paddle_magic_links_protocol::{Environment, RedirectTarget};

#[derive(Clone, Debug, PartialEq, Eq)]
enum State {
    /// Ready for a click. `fallback` is set if the seller chose this tab in place of a blocked one and
    /// the jump was cancelled: that button stays, because it has the focus.
    Idle { fallback: Option<RedirectTarget> },
    /// The code is requested; `slow` once that has taken a while.
    Requesting { ticket: Ticket, jump: Jump, slow: bool },
    /// The browser is navigating to Paddle; `slow` once that has taken a while.
    Navigating { ticket: Ticket, jump: Jump, slow: bool },
    /// The seller left for Paddle. The browser may restore the page later.
    Away,
    /// The dashboard is in a new tab; ready for a click. `returned` once the seller is back.
    OpenedInNewTab { jump: Jump, returned: bool },
    /// The last jump failed; ready for a click, which makes sense after `seconds_left`.
    Failed { ticket: Ticket, jump: Jump, failure: Failure, seconds_left: u32 },
    /// The widget is removed from the page.
    Unmounted,
}

/// The selected environment, and the state of the last jump.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    environment: Environment,
    state: State,
    last_ticket: Ticket,
}

impl Flow {
    /// A flow that waits for its first click.
    pub fn new(environment: Environment) -> Self {
        Self { environment, state: State::Idle { fallback: None }, last_ticket: Ticket::default() }
    }

    /// The selected environment.
    pub fn environment(&self) -> Environment {
        self.environment
    }

    /// The jump under way.
    pub fn pending(&self) -> Option<Jump> {
        match self.state {
            State::Requesting { jump, .. } | State::Navigating { jump, .. } => Some(jump),
            _ => None,
        }
    }

    /// Whether this wait is still the current one. Telling the host something may have ended it.
    pub fn is_current(&self, waiting: Ticket) -> bool {
        matches!(
            self.state,
            State::Requesting { ticket, .. } | State::Navigating { ticket, .. } if ticket == waiting
        )
    }

    /// Whether the jump under way takes a while.
    pub fn is_slow(&self) -> bool {
        matches!(
            self.state,
            State::Requesting { slow: true, .. } | State::Navigating { slow: true, .. }
        )
    }

    /// The jump whose dashboard is in a new tab.
    pub fn opened_in_new_tab(&self) -> Option<Jump> {
        match self.state {
            State::OpenedInNewTab { jump, .. } => Some(jump),
            _ => None,
        }
    }

    /// The last jump and why it failed, until the next click.
    pub fn failure(&self) -> Option<(Jump, &Failure)> {
        match &self.state {
            State::Failed { jump, failure, .. } => Some((*jump, failure)),
            _ => None,
        }
    }

    /// Seconds until a retry makes sense, if they are counted down.
    pub fn seconds_left(&self) -> Option<u32> {
        match self.state {
            State::Failed { seconds_left: seconds @ 1.., .. } => Some(seconds),
            _ => None,
        }
    }

    /// The redirect target that the seller can open in this tab, or has chosen to, because the browser
    /// blocked a new one.
    pub fn same_tab_fallback(&self) -> Option<RedirectTarget> {
        let (jump, blocked) = match &self.state {
            State::Requesting { jump, .. } | State::Navigating { jump, .. } => (jump, false),
            State::Failed { jump, failure, .. } => (jump, *failure == Failure::TabBlocked),
            State::Idle { fallback } => return *fallback,
            State::OpenedInNewTab { .. } | State::Away | State::Unmounted => return None,
        };
        (blocked || jump.open_in == OpenIn::SameTab).then_some(jump.redirect)
    }

    /// Takes in an event and decides what follows from it.
    pub fn on(&mut self, event: Event) -> Decision {
        match (&mut self.state, event) {
            // While a jump is pending nothing on the screen changes: the environment shown is the one
            // that opens.
            (State::Unmounted, _)
            | (
                State::Requesting { .. } | State::Navigating { .. },
                Event::EnvironmentChosen(_) | Event::EnvironmentSet(_) | Event::Clicked(..),
            ) => Decision::default(),
            (_, Event::Unmounted) => {
                self.state = State::Unmounted;
                Decision::default()
            }
            (State::Away, Event::PageShown) => {
                self.state = State::Idle { fallback: None };
                Notification::Returned.into()
            }
            (_, Event::Cancelled) => self.cancel(),
            (state, Event::PageLeft) => {
                // A slow navigation may still happen after it was reported as failed.
                let to_paddle = matches!(
                    state,
                    State::Navigating { .. }
                        | State::Failed { failure: Failure::NavigationFailed, .. }
                );
                *state = if to_paddle { State::Away } else { State::Idle { fallback: None } };
                Decision::default()
            }
            (_, Event::EnvironmentChosen(environment)) => {
                let changed = self.set_environment(environment);
                let notification = Notification::EnvironmentChanged(environment);
                if changed { notification.into() } else { Decision::default() }
            }
            (_, Event::EnvironmentSet(environment)) => {
                self.set_environment(environment);
                Decision::default()
            }
            (_, Event::Clicked(redirect, open_in)) => {
                let jump = Jump { environment: self.environment, redirect, open_in };
                let ticket = self.next_ticket();
                self.state = State::Requesting { ticket, jump, slow: false };
                Effect::RequestCode { ticket, jump }.into()
            }
            (
                &mut State::Requesting { ticket: current, jump, .. },
                Event::Responded { ticket, result },
            ) if ticket == current => match result {
                Ok(code) => {
                    let ticket = self.next_ticket();
                    self.state = State::Navigating { ticket, jump, slow: false };
                    Effect::Navigate { ticket, jump, code }.into()
                }
                Err(failure) => self.fail(jump, failure),
            },
            (
                State::Requesting { ticket: current, slow, .. }
                | State::Navigating { ticket: current, slow, .. },
                Event::Slow { ticket },
            ) if ticket == *current => {
                *slow = true;
                Decision::default()
            }
            (&mut State::Requesting { ticket: current, jump, .. }, Event::TimedOut { ticket })
                if ticket == current =>
            {
                self.fail(jump, Failure::TimedOut)
            }
            (
                &mut State::Navigating { ticket: current, jump, .. },
                Event::TimedOut { ticket } | Event::NavigationFailed { ticket },
            ) if ticket == current => self.fail(jump, Failure::NavigationFailed),
            (
                &mut State::Navigating { ticket: current, jump, .. },
                Event::OpenedInNewTab { ticket },
            ) if ticket == current => {
                self.state = State::OpenedInNewTab { jump, returned: false };
                Decision::default()
            }
            (&mut State::Navigating { ticket: current, .. }, Event::Declined { ticket })
                if ticket == current =>
            {
                self.cancel()
            }
            (State::OpenedInNewTab { returned: returned @ false, .. }, Event::PageShown) => {
                *returned = true;
                Notification::Returned.into()
            }
            (
                State::Failed { ticket: current, seconds_left: seconds @ 1.., .. },
                Event::Tick { ticket },
            ) if ticket == *current => {
                *seconds -= 1;
                let effect = (*seconds > 0).then_some(Effect::CountDown { ticket });
                Decision { effect, notification: None }
            }
            // A late response, or a timer of an earlier wait.
            _ => Decision::default(),
        }
    }

    /// Whether it is another one than before.
    fn set_environment(&mut self, environment: Environment) -> bool {
        let changed = self.environment != environment;
        self.environment = environment;
        self.state = State::Idle { fallback: None };
        changed
    }

    fn cancel(&mut self) -> Decision {
        let fallback = self.pending().and(self.same_tab_fallback());
        self.state = State::Idle { fallback };
        Decision::default()
    }

    fn fail(&mut self, jump: Jump, failure: Failure) -> Decision {
        let ticket = self.next_ticket();
        let seconds_left = failure.countdown().unwrap_or(0);
        let notification = Some(Notification::Failed(JumpError::new(jump, &failure)));
        self.state = State::Failed { ticket, jump, failure, seconds_left };
        let effect = (seconds_left > 0).then_some(Effect::CountDown { ticket });
        Decision { effect, notification }
    }

    fn next_ticket(&mut self) -> Ticket {
        self.last_ticket = self.last_ticket.next();
        self.last_ticket
    }
}

#[cfg(test)]
mod every_order;
#[cfg(test)]
mod tests;
