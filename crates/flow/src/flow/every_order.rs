//! Every order in which seven things can happen to a widget. In each of them a click leads to at most one
//! navigation, to the environment that was shown; nothing happens after unmounting; and no jump stays
//! pending for ever.

use crate::{Decision, Effect, Event, Failure, Flow, Jump, Notification, OpenIn, Ticket};
use paddle_magic_links_protocol::{Code, Environment, RedirectTarget, RefusalCode};

const EVENTS: usize = 7;

/// A flow with all that is on its way to it, and what has come of each click.
#[derive(Clone)]
struct World {
    flow: Flow,
    /// Requests that may still be responded to.
    requests: Vec<Ticket>,
    /// Navigations that may still happen or fail.
    navigations: Vec<Ticket>,
    /// Timers that run.
    timers: Vec<Ticket>,
    countdowns: Vec<Ticket>,
    /// Each click that was taken, with how often it has opened something.
    clicks: Vec<(Jump, usize)>,
    /// The ticket of the last wait, and of the last countdown.
    last: Option<Ticket>,
    last_countdown: Option<Ticket>,
    unmounted: bool,
}

/// Something that can happen next.
#[derive(Clone, Copy, Debug)]
enum Step {
    Toggle,
    Click(RedirectTarget, OpenIn),
    Respond(Ticket),
    Refuse(Ticket),
    BlockTab(Ticket),
    Slow(Ticket),
    TimeOut(Ticket),
    OpenInNewTab(Ticket),
    FailToNavigate(Ticket),
    Decline(Ticket),
    Tick(Ticket),
    ShowPage,
    LeavePage,
    Cancel,
    Unmount,
}

impl World {
    fn new() -> Self {
        Self {
            flow: Flow::new(Environment::Sandbox),
            requests: Vec::new(),
            navigations: Vec::new(),
            timers: Vec::new(),
            countdowns: Vec::new(),
            clicks: Vec::new(),
            last: None,
            last_countdown: None,
            unmounted: false,
        }
    }

    fn next_steps(&self) -> Vec<Step> {
        let mut steps = vec![
            Step::Toggle,
            Step::Click(RedirectTarget::Overview, OpenIn::SameTab),
            Step::Click(RedirectTarget::Onboarding, OpenIn::NewTab),
            Step::ShowPage,
            Step::LeavePage,
            Step::Cancel,
        ];
        // The next one only tells what the last one told.
        if !self.unmounted {
            steps.push(Step::Unmount);
        }
        for &ticket in &self.requests {
            steps.extend([
                Step::Respond(ticket),
                Step::Refuse(ticket),
                Step::BlockTab(ticket),
                Step::Slow(ticket),
            ]);
        }
        for &ticket in &self.navigations {
            steps.extend([
                Step::Slow(ticket),
                Step::OpenInNewTab(ticket),
                Step::FailToNavigate(ticket),
                Step::Decline(ticket),
            ]);
        }
        steps.extend(self.timers.iter().map(|&ticket| Step::TimeOut(ticket)));
        steps.extend(self.countdowns.iter().map(|&ticket| Step::Tick(ticket)));
        steps
    }

    /// Whether the step belongs to something that is over, and must change nothing.
    fn is_stale(&self, step: Step) -> bool {
        match step {
            Step::Respond(ticket)
            | Step::Refuse(ticket)
            | Step::BlockTab(ticket)
            | Step::Slow(ticket)
            | Step::TimeOut(ticket)
            | Step::OpenInNewTab(ticket)
            | Step::FailToNavigate(ticket)
            | Step::Decline(ticket) => self.flow.pending().is_none() || self.last != Some(ticket),
            Step::Tick(ticket) => {
                self.flow.seconds_left().is_none() || self.last_countdown != Some(ticket)
            }
            Step::Toggle | Step::Click(..) => self.flow.pending().is_some() || self.unmounted,
            Step::ShowPage | Step::LeavePage | Step::Cancel | Step::Unmount => self.unmounted,
        }
    }

    fn take(&mut self, step: Step) {
        let before = self.is_stale(step).then(|| self.flow.clone());
        let event = match step {
            Step::Toggle => Event::EnvironmentChosen(match self.flow.environment() {
                Environment::Sandbox => Environment::Live,
                Environment::Live => Environment::Sandbox,
            }),
            Step::Click(redirect, open_in) => Event::Clicked(redirect, open_in),
            Step::Respond(ticket) => {
                self.requests.retain(|&request| request != ticket);
                let code = Code::new("not-a-real-code".into()).unwrap();
                Event::Responded { ticket, result: Ok(code) }
            }
            Step::Refuse(ticket) => {
                self.requests.retain(|&request| request != ticket);
                let mut refusal = RefusalCode::RateLimited.into();
                if let Failure::Refused(refusal) = &mut refusal {
                    refusal.retry_after = Some(2);
                }
                Event::Responded { ticket, result: Err(refusal) }
            }
            Step::BlockTab(ticket) => {
                self.requests.retain(|&request| request != ticket);
                Event::Responded { ticket, result: Err(Failure::TabBlocked) }
            }
            Step::Slow(ticket) => Event::Slow { ticket },
            Step::TimeOut(ticket) => {
                self.timers.retain(|&timer| timer != ticket);
                Event::TimedOut { ticket }
            }
            Step::OpenInNewTab(ticket) => {
                self.navigations.retain(|&navigation| navigation != ticket);
                Event::OpenedInNewTab { ticket }
            }
            Step::FailToNavigate(ticket) => {
                self.navigations.retain(|&navigation| navigation != ticket);
                Event::NavigationFailed { ticket }
            }
            Step::Decline(ticket) => {
                self.navigations.retain(|&navigation| navigation != ticket);
                Event::Declined { ticket }
            }
            Step::Tick(ticket) => {
                self.countdowns.retain(|&countdown| countdown != ticket);
                Event::Tick { ticket }
            }
            Step::ShowPage => Event::PageShown,
            Step::LeavePage => Event::PageLeft,
            Step::Cancel => Event::Cancelled,
            Step::Unmount => {
                self.unmounted = true;
                Event::Unmounted
            }
        };
        let environment = self.flow.environment();
        let pending = self.flow.pending();
        let Decision { effect, notification } = self.flow.on(event);
        if let Some(before) = before {
            assert!(effect.is_none() && notification.is_none(), "a stale event has an effect");
            assert_eq!(self.flow, before, "a stale event changes the flow");
        }
        self.check_effect(step, environment, effect);
        self.check_notification(step, pending, notification);
        self.check_never_stuck();
    }

    fn check_effect(&mut self, step: Step, environment: Environment, effect: Option<Effect>) {
        let Some(effect) = effect else { return };
        assert!(!self.unmounted, "{effect:?} after unmounting");
        match effect {
            Effect::RequestCode { ticket, jump } => {
                let Step::Click(redirect, open_in) = step else { panic!("{step:?} requested") };
                assert_eq!(jump, Jump { environment, redirect, open_in }, "another jump");
                self.clicks.push((jump, 0));
                self.last = Some(ticket);
                self.requests.push(ticket);
                self.timers.push(ticket);
            }
            Effect::Navigate { ticket, jump, .. } => {
                assert!(matches!(step, Step::Respond(_)), "{step:?} navigated");
                let (clicked, navigations) = self.clicks.last_mut().expect("a click before it");
                assert_eq!(jump, *clicked, "navigated elsewhere than the click said");
                *navigations += 1;
                assert_eq!(*navigations, 1, "navigated twice for one click");
                self.last = Some(ticket);
                self.navigations.push(ticket);
                self.timers.push(ticket);
            }
            Effect::CountDown { ticket } => {
                self.last_countdown = Some(ticket);
                self.countdowns.push(ticket);
            }
        }
    }

    /// The host hears of each jump that failed, and of nothing else as a failure.
    fn check_notification(
        &self,
        step: Step,
        pending: Option<Jump>,
        notification: Option<Notification>,
    ) {
        let failed = pending.filter(|_| self.flow.failure().is_some());
        let told = match notification {
            Some(Notification::Failed(error)) => Some(error.jump),
            Some(Notification::Returned) => {
                assert!(matches!(step, Step::ShowPage), "{step:?} returned");
                None
            }
            Some(Notification::EnvironmentChanged(environment)) => {
                assert!(matches!(step, Step::Toggle), "{step:?} changed the environment");
                assert_eq!(environment, self.flow.environment());
                None
            }
            None => None,
        };
        assert_eq!(told, failed, "the host was told of another failure");
    }

    /// A pending jump has a timer, which ends it.
    fn check_never_stuck(&self) {
        if let Some(pending) = self.flow.pending() {
            assert_eq!(pending.environment, self.flow.environment(), "shows another environment");
            assert!(
                self.timers.iter().any(|&ticket| {
                    let mut flow = self.flow.clone();
                    flow.on(Event::TimedOut { ticket });
                    flow.pending().is_none()
                }),
                "no timer ends {pending:?}"
            );
        }
    }
}

/// Tries all that can happen next, and after it, and returns how many orders that were.
fn try_all(world: &World, left: usize, taken: &mut Vec<Step>) -> usize {
    if left == 0 {
        return 1;
    }
    let steps = world.next_steps();
    let mut orders = 0;
    for step in steps {
        let mut next = world.clone();
        taken.push(step);
        let tried = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| next.take(step)));
        assert!(tried.is_ok(), "after {taken:?}");
        orders += try_all(&next, left - 1, taken);
        taken.pop();
    }
    orders
}

#[test]
fn every_order_of_events_keeps_the_promises_of_a_click() {
    let orders = try_all(&World::new(), EVENTS, &mut Vec::new());
    println!("{orders} orders of {EVENTS} events");
    assert!(orders > 1_000_000, "only {orders} orders were tried");
}
