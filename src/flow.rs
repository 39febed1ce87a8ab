//! The life of a click, without a browser in it.

use crate::failure::Failure;
use paddle_magic_links_protocol::{Code, Environment, RedirectTarget};

/// Where a click leads: the environment as it was at the click, and the page chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Jump {
    /// The environment whose dashboard opens.
    pub environment: Environment,
    /// The page of it.
    pub redirect: RedirectTarget,
}

/// Tells one wait from every other, so that what comes too late is known as such.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ticket(u32);

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// Ready for a click.
    Idle,
    /// The proxy is asked for a code.
    Asking { ticket: Ticket, jump: Jump },
    /// The window is on its way to Paddle.
    Opening { ticket: Ticket, jump: Jump },
    /// The last click failed; ready for the next.
    Failed { jump: Jump, failure: Failure },
    /// The widget is gone from the page.
    Unmounted,
}

#[derive(Debug)]
pub(crate) enum Event {
    /// The seller chose an environment.
    Chosen(Environment),
    /// The seller activated a button.
    Activated(RedirectTarget),
    /// The proxy answered, or failed to.
    Replied { ticket: Ticket, reply: Result<Code, Failure> },
    /// The time allowed for the current wait is over.
    TimeUp { ticket: Ticket },
    /// The host did not want the window to leave.
    Declined { ticket: Ticket },
    /// The browser did not let the window leave.
    NotOpened { ticket: Ticket },
    /// The page is being left (the browser may keep it and show it again), or the host calls the
    /// jump off.
    CalledOff,
    /// The widget is taken from the page.
    Unmounted,
}

#[derive(Debug)]
pub(crate) enum Effect {
    /// Ask the proxy for a code; say [`Event::TimeUp`] when it takes too long.
    Ask { ticket: Ticket, jump: Jump },
    /// Give up the request that is under way.
    Abort,
    /// Send the window to the link; say [`Event::TimeUp`] when it is still here after a while.
    Open { ticket: Ticket, jump: Jump, code: Code },
}

/// Which environment is chosen, and how far the last click has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Flow {
    environment: Environment,
    state: State,
    last_ticket: Ticket,
}

impl Flow {
    pub(crate) fn new(environment: Environment) -> Self {
        Self { environment, state: State::Idle, last_ticket: Ticket::default() }
    }

    pub(crate) fn environment(&self) -> Environment {
        self.environment
    }

    /// The jump that is under way.
    pub(crate) fn busy(&self) -> Option<Jump> {
        match self.state {
            State::Asking { jump, .. } | State::Opening { jump, .. } => Some(jump),
            State::Idle | State::Failed { .. } | State::Unmounted => None,
        }
    }

    /// What went wrong with the last jump.
    pub(crate) fn failure(&self) -> Option<(Jump, &Failure)> {
        match &self.state {
            State::Failed { jump, failure } => Some((*jump, failure)),
            _ => None,
        }
    }

    /// Takes in what happened and says what is to be done about it.
    pub(crate) fn on(&mut self, event: Event) -> Option<Effect> {
        match (&self.state, event) {
            (State::Unmounted, _) => None,
            // While a jump is under way nothing on the screen changes: the environment shown is
            // the one that opens.
            (State::Idle | State::Failed { .. }, Event::Chosen(environment)) => {
                self.environment = environment;
                self.state = State::Idle;
                None
            }
            (State::Idle | State::Failed { .. }, Event::Activated(redirect)) => {
                let jump = Jump { environment: self.environment, redirect };
                let ticket = self.next_ticket();
                self.state = State::Asking { ticket, jump };
                Some(Effect::Ask { ticket, jump })
            }
            (&State::Asking { ticket: current, jump }, Event::Replied { ticket, reply })
                if ticket == current =>
            {
                match reply {
                    Ok(code) => {
                        let ticket = self.next_ticket();
                        self.state = State::Opening { ticket, jump };
                        Some(Effect::Open { ticket, jump, code })
                    }
                    Err(failure) => {
                        self.state = State::Failed { jump, failure };
                        None
                    }
                }
            }
            (&State::Asking { ticket: current, jump }, Event::TimeUp { ticket })
                if ticket == current =>
            {
                self.state = State::Failed { jump, failure: Failure::TimedOut };
                Some(Effect::Abort)
            }
            (
                &State::Opening { ticket: current, jump },
                Event::TimeUp { ticket } | Event::NotOpened { ticket },
            ) if ticket == current => {
                self.state = State::Failed { jump, failure: Failure::NotOpened };
                None
            }
            (&State::Opening { ticket: current, .. }, Event::Declined { ticket })
                if ticket == current =>
            {
                self.state = State::Idle;
                None
            }
            (state, Event::CalledOff) => {
                let effect = matches!(state, State::Asking { .. }).then_some(Effect::Abort);
                self.state = State::Idle;
                effect
            }
            (state, Event::Unmounted) => {
                let effect = matches!(state, State::Asking { .. }).then_some(Effect::Abort);
                self.state = State::Unmounted;
                effect
            }
            // A second click, a late answer, a timer of an earlier wait.
            _ => None,
        }
    }

    fn next_ticket(&mut self) -> Ticket {
        self.last_ticket = Ticket(self.last_ticket.0.wrapping_add(1));
        self.last_ticket
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use paddle_magic_links_protocol::RefusalCode;

    const TARGET: RedirectTarget = RedirectTarget::PayoutSettings;

    fn code() -> Code {
        Code::new("not-a-real-code".into()).unwrap()
    }

    fn flow() -> Flow {
        Flow::new(Environment::Sandbox)
    }

    fn asking() -> (Flow, Ticket) {
        let mut flow = flow();
        match flow.on(Event::Activated(TARGET)) {
            Some(Effect::Ask { ticket, .. }) => (flow, ticket),
            effect => panic!("expected to ask, got {effect:?}"),
        }
    }

    fn opening() -> (Flow, Ticket) {
        let (mut flow, ticket) = asking();
        match flow.on(Event::Replied { ticket, reply: Ok(code()) }) {
            Some(Effect::Open { ticket, .. }) => (flow, ticket),
            effect => panic!("expected to open, got {effect:?}"),
        }
    }

    fn failed() -> Flow {
        let (mut flow, ticket) = asking();
        let reply = Err(RefusalCode::RateLimited.into());
        assert!(flow.on(Event::Replied { ticket, reply }).is_none());
        flow
    }

    #[test]
    fn a_click_asks_and_the_answer_opens_the_page_chosen() {
        let mut flow = flow();
        let expected = Jump { environment: Environment::Sandbox, redirect: TARGET };
        let Some(Effect::Ask { ticket, jump }) = flow.on(Event::Activated(TARGET)) else {
            panic!("nothing asked")
        };
        assert_eq!((jump, flow.busy()), (expected, Some(expected)));
        let Some(Effect::Open { jump, code, .. }) =
            flow.on(Event::Replied { ticket, reply: Ok(code()) })
        else {
            panic!("nothing opened")
        };
        assert_eq!((jump, code.reveal()), (expected, "not-a-real-code"));
        assert_eq!(flow.busy(), Some(expected));
    }

    #[test]
    fn a_second_click_while_one_is_under_way_does_nothing() {
        for mut flow in [asking().0, opening().0] {
            let before = flow.clone();
            assert!(flow.on(Event::Activated(RedirectTarget::Overview)).is_none());
            assert!(flow.on(Event::Activated(TARGET)).is_none());
            assert_eq!(flow, before);
        }
    }

    #[test]
    fn the_environment_is_frozen_at_the_click() {
        for mut flow in [asking().0, opening().0] {
            assert!(flow.on(Event::Chosen(Environment::Live)).is_none());
            assert_eq!(flow.environment(), Environment::Sandbox);
            assert_eq!(flow.busy().unwrap().environment, Environment::Sandbox);
        }
    }

    #[test]
    fn choosing_an_environment_clears_the_failure_of_the_other() {
        let mut flow = failed();
        assert!(flow.on(Event::Chosen(Environment::Live)).is_none());
        assert_eq!((flow.environment(), flow.failure()), (Environment::Live, None));
    }

    #[test]
    fn a_failure_is_kept_until_the_next_click_which_works() {
        let mut flow = failed();
        let (jump, failure) = flow.failure().unwrap();
        assert_eq!((jump.redirect, failure), (TARGET, &RefusalCode::RateLimited.into()));
        assert_eq!(flow.busy(), None);
        assert!(matches!(flow.on(Event::Activated(TARGET)), Some(Effect::Ask { .. })));
        assert_eq!(flow.failure(), None);
    }

    #[test]
    fn an_answer_that_takes_too_long_is_given_up_and_dropped_when_it_comes() {
        let (mut flow, ticket) = asking();
        assert!(matches!(flow.on(Event::TimeUp { ticket }), Some(Effect::Abort)));
        assert_eq!(flow.failure().unwrap().1, &Failure::TimedOut);
        assert!(flow.on(Event::Replied { ticket, reply: Ok(code()) }).is_none());
        assert_eq!(flow.failure().unwrap().1, &Failure::TimedOut);
    }

    #[test]
    fn a_late_answer_to_an_old_click_does_not_answer_the_new_one() {
        let (mut flow, old) = asking();
        flow.on(Event::TimeUp { ticket: old });
        flow.on(Event::Activated(RedirectTarget::Overview));
        assert!(flow.on(Event::Replied { ticket: old, reply: Ok(code()) }).is_none());
        assert!(flow.on(Event::TimeUp { ticket: old }).is_none());
        assert_eq!(flow.busy().unwrap().redirect, RedirectTarget::Overview);
    }

    #[test]
    fn the_askings_timer_does_not_end_the_opening() {
        let (mut flow, asked) = asking();
        flow.on(Event::Replied { ticket: asked, reply: Ok(code()) });
        assert!(flow.on(Event::TimeUp { ticket: asked }).is_none());
        assert!(flow.busy().is_some());
    }

    #[test]
    fn a_window_that_does_not_leave_is_told_and_the_widget_is_usable() {
        for stay in [|ticket| Event::TimeUp { ticket }, |ticket| Event::NotOpened { ticket }] {
            let (mut flow, ticket) = opening();
            assert!(flow.on(stay(ticket)).is_none());
            assert_eq!(flow.failure().unwrap().1, &Failure::NotOpened);
            assert_eq!(flow.busy(), None);
        }
    }

    #[test]
    fn a_host_that_declines_finds_the_widget_idle() {
        let (mut flow, ticket) = opening();
        assert!(flow.on(Event::Declined { ticket }).is_none());
        assert_eq!((flow.busy(), flow.failure()), (None, None));
    }

    #[test]
    fn leaving_the_page_leaves_the_widget_idle_for_the_way_back() {
        for (mut flow, aborts) in
            [(flow(), false), (asking().0, true), (opening().0, false), (failed(), false)]
        {
            let effect = flow.on(Event::CalledOff);
            assert_eq!(matches!(effect, Some(Effect::Abort)), aborts);
            assert_eq!((flow.busy(), flow.failure()), (None, None));
        }
    }

    #[test]
    fn after_unmounting_nothing_happens_any_more() {
        for ((mut flow, ticket), aborts) in [(asking(), true), (opening(), false)] {
            let effect = flow.on(Event::Unmounted);
            assert_eq!(matches!(effect, Some(Effect::Abort)), aborts);
            for event in [
                Event::Replied { ticket, reply: Ok(code()) },
                Event::TimeUp { ticket },
                Event::Activated(TARGET),
                Event::CalledOff,
                Event::Activated(TARGET),
            ] {
                assert!(flow.on(event).is_none());
            }
        }
    }
}
