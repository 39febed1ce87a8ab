//! Every order in which up to seven things can happen to a widget.

use super::{Effect, Event, Flow, Jump, OpenIn, Ticket};
use crate::failure::Failure;
use paddle_magic_links_protocol::{Code, Environment, RedirectTarget, RefusalCode};

const EVENTS: usize = 7;

/// A flow with all that is on its way to it, and what has come of each click.
#[derive(Clone)]
struct World {
    flow: Flow,
    /// A code is asked for and may still come.
    asked: Vec<Ticket>,
    /// A window is being sent away and may still leave, or not.
    opening: Vec<Ticket>,
    /// Timers that run.
    timers: Vec<Ticket>,
    seconds: Vec<Ticket>,
    /// Each click that was taken, with how often it has opened something.
    clicks: Vec<(Jump, usize)>,
    /// The ticket of the last wait, and of the last countdown.
    last: Option<Ticket>,
    last_wait: Option<Ticket>,
    unmounted: bool,
}

/// Something that can happen next.
#[derive(Clone, Copy, Debug)]
enum Step {
    Toggle,
    Activate(RedirectTarget, OpenIn),
    Answer(Ticket),
    Refuse(Ticket),
    RefuseTab(Ticket),
    Slow(Ticket),
    Time(Ticket),
    Opened(Ticket),
    NotOpened(Ticket),
    Declined(Ticket),
    Second(Ticket),
    Return,
    Leave,
    CallOff,
    Unmount,
}

impl World {
    fn new() -> Self {
        Self {
            flow: Flow::new(Environment::Sandbox),
            asked: Vec::new(),
            opening: Vec::new(),
            timers: Vec::new(),
            seconds: Vec::new(),
            clicks: Vec::new(),
            last: None,
            last_wait: None,
            unmounted: false,
        }
    }

    fn next_steps(&self) -> Vec<Step> {
        let mut steps = vec![
            Step::Toggle,
            Step::Activate(RedirectTarget::Overview, OpenIn::SameTab),
            Step::Activate(RedirectTarget::Onboarding, OpenIn::NewTab),
            Step::Return,
            Step::Leave,
            Step::CallOff,
        ];
        // The next one only tells what the last one told.
        if !self.unmounted {
            steps.push(Step::Unmount);
        }
        for &ticket in &self.asked {
            steps.extend([
                Step::Answer(ticket),
                Step::Refuse(ticket),
                Step::RefuseTab(ticket),
                Step::Slow(ticket),
            ]);
        }
        for &ticket in &self.opening {
            steps.extend([
                Step::Slow(ticket),
                Step::Opened(ticket),
                Step::NotOpened(ticket),
                Step::Declined(ticket),
            ]);
        }
        steps.extend(self.timers.iter().map(|&ticket| Step::Time(ticket)));
        steps.extend(self.seconds.iter().map(|&ticket| Step::Second(ticket)));
        steps
    }

    /// Whether the step belongs to something that is over, and must change nothing.
    fn is_stale(&self, step: Step) -> bool {
        match step {
            Step::Answer(ticket)
            | Step::Refuse(ticket)
            | Step::RefuseTab(ticket)
            | Step::Slow(ticket)
            | Step::Time(ticket)
            | Step::Opened(ticket)
            | Step::NotOpened(ticket)
            | Step::Declined(ticket) => self.flow.busy().is_none() || self.last != Some(ticket),
            Step::Second(ticket) => self.flow.wait().is_none() || self.last_wait != Some(ticket),
            Step::Toggle | Step::Activate(..) => self.flow.busy().is_some() || self.unmounted,
            Step::Return | Step::Leave | Step::CallOff | Step::Unmount => self.unmounted,
        }
    }

    fn take(&mut self, step: Step) {
        let before = self.is_stale(step).then(|| self.flow.clone());
        let event = match step {
            Step::Toggle => Event::Chosen(match self.flow.environment() {
                Environment::Sandbox => Environment::Live,
                Environment::Live => Environment::Sandbox,
            }),
            Step::Activate(redirect, open_in) => Event::Activated(redirect, open_in),
            Step::Answer(ticket) => {
                self.asked.retain(|&asked| asked != ticket);
                let code = Code::new("not-a-real-code".into()).unwrap();
                Event::Replied { ticket, reply: Ok(code) }
            }
            Step::Refuse(ticket) => {
                self.asked.retain(|&asked| asked != ticket);
                let mut refusal = RefusalCode::RateLimited.into();
                if let Failure::Refused(refusal) = &mut refusal {
                    refusal.retry_after = Some(2);
                }
                Event::Replied { ticket, reply: Err(refusal) }
            }
            Step::RefuseTab(ticket) => {
                self.asked.retain(|&asked| asked != ticket);
                Event::Replied { ticket, reply: Err(Failure::TabRefused) }
            }
            Step::Slow(ticket) => Event::Slow { ticket },
            Step::Time(ticket) => {
                self.timers.retain(|&timer| timer != ticket);
                Event::TimeUp { ticket }
            }
            Step::Opened(ticket) => {
                self.opening.retain(|&opening| opening != ticket);
                Event::Opened { ticket }
            }
            Step::NotOpened(ticket) => {
                self.opening.retain(|&opening| opening != ticket);
                Event::NotOpened { ticket }
            }
            Step::Declined(ticket) => {
                self.opening.retain(|&opening| opening != ticket);
                Event::Declined { ticket }
            }
            Step::Second(ticket) => {
                self.seconds.retain(|&second| second != ticket);
                Event::Second { ticket }
            }
            Step::Return => Event::Returned,
            Step::Leave => Event::Left,
            Step::CallOff => Event::CalledOff,
            Step::Unmount => {
                self.unmounted = true;
                Event::Unmounted
            }
        };
        let environment = self.flow.environment();
        let effect = self.flow.on(event);
        if let Some(before) = before {
            assert!(effect.is_none() && self.flow == before, "what is over changed something");
        }
        match effect {
            Some(Effect::Ask { ticket, jump }) => {
                assert!(!self.unmounted, "asked after unmounting");
                let Step::Activate(redirect, open_in) = step else { panic!("{step:?} asked") };
                assert_eq!(jump, Jump { environment, redirect, open_in }, "another jump");
                self.clicks.push((jump, 0));
                self.last = Some(ticket);
                self.asked.push(ticket);
                self.timers.push(ticket);
            }
            Some(Effect::Open { ticket, jump, .. }) => {
                assert!(!self.unmounted, "navigated after unmounting");
                assert!(matches!(step, Step::Answer(_)), "{step:?} navigated");
                let (clicked, opened) = self.clicks.last_mut().expect("a click before it");
                assert_eq!(jump, *clicked, "navigated elsewhere than the click said");
                *opened += 1;
                assert_eq!(*opened, 1, "navigated twice for one click");
                self.last = Some(ticket);
                self.opening.push(ticket);
                self.timers.push(ticket);
            }
            Some(Effect::Wait { ticket }) => {
                assert!(!self.unmounted, "counts after unmounting");
                self.last_wait = Some(ticket);
                self.seconds.push(ticket);
            }
            Some(Effect::Welcome) => assert!(!self.unmounted, "told after unmounting"),
            None => {}
        }
        self.never_stuck_busy();
    }

    /// A busy flow has a timer, which ends it.
    fn never_stuck_busy(&self) {
        if let Some(busy) = self.flow.busy() {
            assert_eq!(busy.environment, self.flow.environment(), "shows another environment");
            assert!(
                self.timers.iter().any(|&ticket| {
                    let mut flow = self.flow.clone();
                    flow.on(Event::TimeUp { ticket });
                    flow.busy().is_none()
                }),
                "no timer ends {busy:?}"
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
fn one_navigation_for_a_click_to_its_own_environment_none_after_unmounting_and_never_stuck() {
    let orders = try_all(&World::new(), EVENTS, &mut Vec::new());
    println!("{orders} orders of {EVENTS} events");
    assert!(orders > 1_000_000, "only {orders} orders were tried");
}
