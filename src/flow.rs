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
    /// The tab in which it opens.
    pub open_in: OpenIn,
}

/// The tab in which the dashboard opens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OpenIn {
    /// The page's own.
    #[default]
    SameTab,
    /// One more.
    NewTab,
}

/// Tells one wait from every other, so that what comes too late is known as such.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ticket(u32);

#[derive(Clone, Debug, PartialEq, Eq)]
enum State {
    /// Ready for a click. `here`, if this tab was chosen in place of a refused one and the jump was
    /// called off: the button that was chosen stays, as it has the focus.
    Idle { here: Option<RedirectTarget> },
    /// A code is asked for; `slow` once that has taken a while.
    Asking { ticket: Ticket, jump: Jump, slow: bool },
    /// The window is on its way to Paddle; `slow` once that has taken a while.
    Opening { ticket: Ticket, jump: Jump, slow: bool },
    /// The window has left for Paddle. The browser may keep the page and show it again.
    Away,
    /// The dashboard is in a new tab; ready for the next click. `returned` once the seller is back.
    Opened { jump: Jump, returned: bool },
    /// The last click failed; ready for the next, at best after this many seconds.
    Failed { ticket: Ticket, jump: Jump, failure: Failure, wait: u32 },
    /// The widget is gone from the page.
    Unmounted,
}

#[derive(Debug)]
pub(crate) enum Event {
    /// The seller chose an environment.
    Chosen(Environment),
    /// The seller activated a button.
    Activated(RedirectTarget, OpenIn),
    /// The code is there, or it is known that it won't be.
    Replied { ticket: Ticket, reply: Result<Code, Failure> },
    /// The current wait takes a while.
    Slow { ticket: Ticket },
    /// The time allowed for the current wait is over.
    TimeUp { ticket: Ticket },
    /// The dashboard is in a new tab.
    Opened { ticket: Ticket },
    /// The browser did not let the window leave.
    NotOpened { ticket: Ticket },
    /// The jump is not wanted any more: the host declined it, or the seller closed the new tab.
    Declined { ticket: Ticket },
    /// A second of the wait after a failure is over.
    Second { ticket: Ticket },
    /// The page is being left. The browser may keep it and show it again.
    Left,
    /// The page is seen again.
    Returned,
    /// The host calls the jump off.
    CalledOff,
    /// The widget is taken from the page.
    Unmounted,
}

#[derive(Debug)]
pub(crate) enum Effect {
    /// Ask for a code, until the widget is no longer busy; say [`Event::Slow`] and
    /// [`Event::TimeUp`] when it takes too long.
    Ask { ticket: Ticket, jump: Jump },
    /// Send the window to the link; say [`Event::Slow`] and [`Event::TimeUp`] while it is still here.
    Open { ticket: Ticket, jump: Jump, code: Code },
    /// Say [`Event::Second`] in a second.
    Wait { ticket: Ticket },
    /// Tell the host that the seller is back from Paddle.
    Welcome,
}

/// Longest wait that is counted in seconds. A longer one may be nonsense.
pub(crate) const LONGEST_WAIT: u32 = 300;

/// Which environment is chosen, and how far the last click has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Flow {
    environment: Environment,
    state: State,
    last_ticket: Ticket,
}

impl Flow {
    pub(crate) fn new(environment: Environment) -> Self {
        Self { environment, state: State::Idle { here: None }, last_ticket: Ticket::default() }
    }

    pub(crate) fn environment(&self) -> Environment {
        self.environment
    }

    /// The jump that is under way.
    pub(crate) fn busy(&self) -> Option<Jump> {
        match self.state {
            State::Asking { jump, .. } | State::Opening { jump, .. } => Some(jump),
            _ => None,
        }
    }

    /// Whether a wait is still the current one: what a host does meanwhile can end it.
    pub(crate) fn is_current(&self, waiting: Ticket) -> bool {
        matches!(
            self.state,
            State::Asking { ticket, .. } | State::Opening { ticket, .. } if ticket == waiting
        )
    }

    /// Whether the jump that is under way takes a while.
    pub(crate) fn slow(&self) -> bool {
        matches!(self.state, State::Asking { slow: true, .. } | State::Opening { slow: true, .. })
    }

    /// The jump that ended in a new tab.
    pub(crate) fn opened(&self) -> Option<Jump> {
        match self.state {
            State::Opened { jump, .. } => Some(jump),
            _ => None,
        }
    }

    /// What went wrong with the last jump.
    pub(crate) fn failure(&self) -> Option<(Jump, &Failure)> {
        match &self.state {
            State::Failed { jump, failure, .. } => Some((*jump, failure)),
            _ => None,
        }
    }

    /// Seconds until choosing again makes sense, where they are known.
    pub(crate) fn wait(&self) -> Option<u32> {
        match self.state {
            State::Failed { wait: wait @ 1.., .. } => Some(wait),
            _ => None,
        }
    }

    /// The page that the seller can open in this tab, or wanted to, because there was no new one.
    pub(crate) fn here_instead(&self) -> Option<RedirectTarget> {
        let (jump, refused) = match &self.state {
            State::Asking { jump, .. } | State::Opening { jump, .. } => (jump, false),
            State::Failed { jump, failure, .. } => (jump, *failure == Failure::TabRefused),
            State::Idle { here } => return *here,
            State::Opened { .. } | State::Away | State::Unmounted => return None,
        };
        (refused || jump.open_in == OpenIn::SameTab).then_some(jump.redirect)
    }

    /// Takes in what happened and says what is to be done about it.
    pub(crate) fn on(&mut self, event: Event) -> Option<Effect> {
        match (&mut self.state, event) {
            // While a jump is under way nothing on the screen changes: the environment shown is
            // the one that opens.
            (State::Unmounted, _)
            | (
                State::Asking { .. } | State::Opening { .. },
                Event::Chosen(_) | Event::Activated(..),
            ) => None,
            (_, Event::Unmounted) => {
                self.state = State::Unmounted;
                None
            }
            (State::Away, Event::Returned) => {
                self.state = State::Idle { here: None };
                Some(Effect::Welcome)
            }
            (_, Event::CalledOff) => {
                self.call_off();
                None
            }
            (state, Event::Left) => {
                // One that took longer than expected leaves after it was said to have failed.
                let to_paddle = matches!(
                    state,
                    State::Opening { .. } | State::Failed { failure: Failure::NotOpened, .. }
                );
                *state = if to_paddle { State::Away } else { State::Idle { here: None } };
                None
            }
            (_, Event::Chosen(environment)) => {
                self.environment = environment;
                self.state = State::Idle { here: None };
                None
            }
            (_, Event::Activated(redirect, open_in)) => {
                let jump = Jump { environment: self.environment, redirect, open_in };
                let ticket = self.next_ticket();
                self.state = State::Asking { ticket, jump, slow: false };
                Some(Effect::Ask { ticket, jump })
            }
            (
                &mut State::Asking { ticket: current, jump, .. },
                Event::Replied { ticket, reply },
            ) if ticket == current => match reply {
                Ok(code) => {
                    let ticket = self.next_ticket();
                    self.state = State::Opening { ticket, jump, slow: false };
                    Some(Effect::Open { ticket, jump, code })
                }
                Err(failure) => self.fail(jump, failure),
            },
            (
                State::Asking { ticket: current, slow, .. }
                | State::Opening { ticket: current, slow, .. },
                Event::Slow { ticket },
            ) if ticket == *current => {
                *slow = true;
                None
            }
            (&mut State::Asking { ticket: current, jump, .. }, Event::TimeUp { ticket })
                if ticket == current =>
            {
                self.fail(jump, Failure::TimedOut)
            }
            (
                &mut State::Opening { ticket: current, jump, .. },
                Event::TimeUp { ticket } | Event::NotOpened { ticket },
            ) if ticket == current => self.fail(jump, Failure::NotOpened),
            (&mut State::Opening { ticket: current, jump, .. }, Event::Opened { ticket })
                if ticket == current =>
            {
                self.state = State::Opened { jump, returned: false };
                None
            }
            (&mut State::Opening { ticket: current, .. }, Event::Declined { ticket })
                if ticket == current =>
            {
                self.call_off();
                None
            }
            (State::Opened { returned: returned @ false, .. }, Event::Returned) => {
                *returned = true;
                Some(Effect::Welcome)
            }
            (State::Failed { ticket: current, wait: wait @ 1.., .. }, Event::Second { ticket })
                if ticket == *current =>
            {
                *wait -= 1;
                (*wait > 0).then_some(Effect::Wait { ticket })
            }
            // A late answer, a timer of an earlier wait.
            _ => None,
        }
    }

    fn call_off(&mut self) {
        let here = self.busy().and(self.here_instead());
        self.state = State::Idle { here };
    }

    fn fail(&mut self, jump: Jump, failure: Failure) -> Option<Effect> {
        let ticket = self.next_ticket();
        let wait = failure.retry_after().filter(|&seconds| seconds <= LONGEST_WAIT).unwrap_or(0);
        self.state = State::Failed { ticket, jump, failure, wait };
        (wait > 0).then_some(Effect::Wait { ticket })
    }

    fn next_ticket(&mut self) -> Ticket {
        self.last_ticket = Ticket(self.last_ticket.0.wrapping_add(1));
        self.last_ticket
    }
}

#[cfg(test)]
mod every_order;

#[cfg(test)]
mod tests {
    use super::*;
    use paddle_magic_links_protocol::{Refusal, RefusalCode};

    const TARGET: RedirectTarget = RedirectTarget::PayoutSettings;
    const CLICK: Event = Event::Activated(TARGET, OpenIn::SameTab);
    const OTHER_CLICK: Event = Event::Activated(RedirectTarget::Overview, OpenIn::SameTab);

    fn code() -> Code {
        Code::new("not-a-real-code".into()).unwrap()
    }

    fn flow() -> Flow {
        Flow::new(Environment::Sandbox)
    }

    fn asking_in(open_in: OpenIn) -> (Flow, Ticket) {
        let mut flow = flow();
        match flow.on(Event::Activated(TARGET, open_in)) {
            Some(Effect::Ask { ticket, .. }) => (flow, ticket),
            effect => panic!("expected to ask, got {effect:?}"),
        }
    }

    fn asking() -> (Flow, Ticket) {
        asking_in(OpenIn::SameTab)
    }

    fn opening() -> (Flow, Ticket) {
        opening_in(OpenIn::SameTab)
    }

    fn opening_in(open_in: OpenIn) -> (Flow, Ticket) {
        let (mut flow, ticket) = asking_in(open_in);
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
        let expected =
            Jump { environment: Environment::Sandbox, redirect: TARGET, open_in: OpenIn::SameTab };
        let Some(Effect::Ask { ticket, jump }) = flow.on(CLICK) else { panic!("nothing asked") };
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
            assert!(flow.on(OTHER_CLICK).is_none());
            assert!(flow.on(CLICK).is_none());
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
        assert!(matches!(flow.on(CLICK), Some(Effect::Ask { .. })));
        assert_eq!(flow.failure(), None);
    }

    #[test]
    fn an_answer_that_takes_too_long_is_given_up_and_dropped_when_it_comes() {
        let (mut flow, ticket) = asking();
        assert!(flow.on(Event::TimeUp { ticket }).is_none());
        assert_eq!(flow.failure().unwrap().1, &Failure::TimedOut);
        assert!(flow.on(Event::Replied { ticket, reply: Ok(code()) }).is_none());
        assert_eq!(flow.failure().unwrap().1, &Failure::TimedOut);
    }

    #[test]
    fn a_late_answer_to_an_old_click_does_not_answer_the_new_one() {
        let (mut flow, old) = asking();
        flow.on(Event::TimeUp { ticket: old });
        flow.on(OTHER_CLICK);
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
        for leave in [|| Event::Left, || Event::CalledOff] {
            for mut flow in [flow(), asking().0, opening().0, opened(), failed()] {
                if flow.opened().is_none() {
                    assert!(flow.on(Event::Returned).is_none());
                }
                assert!(flow.on(leave()).is_none());
                assert_eq!((flow.busy(), flow.opened(), flow.failure()), (None, None, None));
            }
        }
    }

    #[test]
    fn a_return_is_told_where_the_seller_was_at_paddle_and_only_there() {
        let not_opened = || {
            let (mut flow, ticket) = opening();
            flow.on(Event::NotOpened { ticket });
            flow
        };
        for (mut flow, was_there) in [
            (flow(), false),
            (asking().0, false),
            (failed(), false),
            (opened(), false),
            (opening().0, true),
            (not_opened(), true),
        ] {
            flow.on(Event::Left);
            let effect = flow.on(Event::Returned);
            assert_eq!(matches!(effect, Some(Effect::Welcome)), was_there, "{flow:?}");
            assert!(flow.on(Event::Returned).is_none(), "back once is enough");
        }
    }

    #[test]
    fn a_wait_is_current_until_something_ends_it() {
        for (mut flow, ticket) in [asking(), opening()] {
            assert!(flow.is_current(ticket) && !flow.is_current(Ticket::default()));
            flow.on(Event::CalledOff);
            assert!(!flow.is_current(ticket));
        }
    }

    #[test]
    fn after_unmounting_nothing_happens_any_more() {
        for (mut flow, ticket) in [asking(), opening()] {
            assert!(flow.on(Event::Unmounted).is_none());
            assert_eq!(flow.busy(), None);
            for event in [
                Event::Replied { ticket, reply: Ok(code()) },
                Event::TimeUp { ticket },
                CLICK,
                Event::CalledOff,
                CLICK,
            ] {
                assert!(flow.on(event).is_none());
            }
        }
    }

    fn opened() -> Flow {
        let (mut flow, ticket) = opening_in(OpenIn::NewTab);
        assert!(flow.on(Event::Opened { ticket }).is_none());
        flow
    }

    #[test]
    fn a_new_tab_leaves_the_widget_ready_and_is_told_until_the_next_thing_happens() {
        let mut flow = opened();
        assert_eq!((flow.opened().unwrap().redirect, flow.busy()), (TARGET, None));
        assert!(matches!(flow.on(Event::Returned), Some(Effect::Welcome)));
        assert!(flow.on(Event::Returned).is_none(), "back once is enough");
        assert_eq!(flow.opened().unwrap().redirect, TARGET);
        assert!(matches!(flow.on(OTHER_CLICK), Some(Effect::Ask { .. })));
        assert_eq!(flow.opened(), None);
    }

    #[test]
    fn a_refused_tab_offers_this_one_until_the_next_choice() {
        let (mut flow, ticket) = asking_in(OpenIn::NewTab);
        assert_eq!(flow.here_instead(), None);
        flow.on(Event::Replied { ticket, reply: Err(Failure::TabRefused) });
        assert_eq!(flow.here_instead(), Some(TARGET));
        flow.on(CLICK);
        assert_eq!(flow.here_instead(), Some(TARGET));
        // It was chosen there, so it has the focus.
        flow.on(Event::CalledOff);
        assert_eq!(flow.here_instead(), Some(TARGET));
        flow.on(Event::Chosen(Environment::Live));
        assert_eq!(flow.here_instead(), None);
        let refused = Event::Replied { ticket, reply: Err(Failure::TabRefused) };
        assert!(flow.on(refused).is_none(), "an old ticket");
    }

    #[test]
    fn an_answer_or_a_page_that_takes_a_while_is_told() {
        for (mut flow, ticket) in [asking(), opening()] {
            assert!(!flow.slow());
            assert!(flow.on(Event::Slow { ticket: Ticket::default() }).is_none());
            assert!(!flow.slow());
            assert!(flow.on(Event::Slow { ticket }).is_none());
            assert!(flow.slow() && flow.busy().is_some());
        }
    }

    #[test]
    fn a_wait_is_counted_down_and_the_failure_stays() {
        for (retry_after, counted) in
            [(None, 0), (Some(0), 0), (Some(1), 1), (Some(300), 300), (Some(301), 0)]
        {
            let (mut flow, ticket) = asking();
            let refusal = Refusal { retry_after, ..RefusalCode::RateLimited.into() };
            let reply = Err(Failure::Refused(refusal));
            let mut effect = flow.on(Event::Replied { ticket, reply });
            for left in (1..=counted).rev() {
                assert_eq!(flow.wait(), Some(left));
                let Some(Effect::Wait { ticket }) = effect else { panic!("{effect:?}") };
                assert!(flow.on(Event::Second { ticket: Ticket::default() }).is_none());
                assert_eq!(flow.wait(), Some(left));
                effect = flow.on(Event::Second { ticket });
            }
            assert_eq!((flow.wait(), effect.is_none()), (None, true));
            assert!(flow.failure().is_some());
        }
    }

    #[test]
    fn a_wait_does_not_stop_the_seller() {
        let (mut flow, ticket) = asking();
        let refusal = Refusal { retry_after: Some(9), ..RefusalCode::RateLimited.into() };
        flow.on(Event::Replied { ticket, reply: Err(Failure::Refused(refusal)) });
        assert!(matches!(flow.on(CLICK), Some(Effect::Ask { .. })));
        assert_eq!(flow.wait(), None);
    }
}
