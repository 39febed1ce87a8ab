//! Carries out what the flow decides.

use crate::{
    failure::{Failure, JumpError},
    flow::{Effect, Event, Flow, Jump, OpenIn, Ticket},
    frame,
    navigate::{self, THIS_TAB},
    session::{self, Source},
    tab::Tab,
};
use leptos::prelude::*;
use paddle_magic_links_protocol::{Code, Dashboard, Environment, MagicLink, RedirectTarget};
use paddle_magic_links_strings::Strings;
use send_wrapper::SendWrapper;
use std::{mem, sync::Arc, time::Duration};
use wasm_bindgen::JsCast;
use web_sys::{AbortController, PageTransitionEvent};

/// How long an answer may take before the seller is told that it does.
const SLOW: Duration = Duration::from_secs(5);

/// How long the window may take to leave before the seller is told that it did not.
const OPENING_LIMIT: Duration = Duration::from_secs(10);

/// What a host can set, as it stands at a click.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) source: Source,
    pub(crate) dashboard: Dashboard,
    pub(crate) timeout: Duration,
}

/// The page that the widget is in: what it sets, and what it is told.
pub(crate) trait Host: Send + Sync {
    /// What is set now.
    fn settings(&self) -> Settings;
    /// A click, before the code is asked for.
    fn start(&self, jump: Jump);
    /// The code is there; `false` keeps the window here.
    fn navigate(&self, jump: Jump) -> bool;
    fn error(&self, error: JumpError);
    /// The seller is back.
    fn returned(&self);
    fn environment_change(&self, environment: Environment);
    /// After every event: whether a jump is under way, and whether the last one failed.
    fn state(&self, _busy: bool, _failed: bool) {}
}

/// One widget on the page.
#[derive(Clone, Copy)]
pub(crate) struct Widget {
    // Small, as each listener in the page holds a copy until the page's garbage is collected.
    state: RwSignal<State>,
}

/// A widget's flow, and what its effects are carried out with.
struct State {
    flow: Flow,
    strings: Arc<Strings>,
    host: Arc<dyn Host>,
    under_way: Option<SendWrapper<UnderWay>>,
}

/// What a jump holds while it is under way. Dropped, the request is given up and the tab closed.
struct UnderWay {
    request: Option<AbortController>,
    tab: Option<Tab>,
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        if let Some(request) = &self.request {
            request.abort();
        }
    }
}

impl Widget {
    pub(crate) fn new(environment: Environment, strings: Strings, host: Arc<dyn Host>) -> Self {
        let (flow, strings) = (Flow::new(environment), Arc::new(strings));
        let state = RwSignal::new(State { flow, strings, host, under_way: None });
        let widget = Self { state };
        if cfg!(target_arch = "wasm32") {
            widget.listen_to_the_page();
        }
        on_cleanup(move || widget.on(Event::Unmounted));
        widget
    }

    pub(crate) fn strings(self) -> Arc<Strings> {
        self.state.read_untracked().strings.clone()
    }

    /// Reads the flow as it is now.
    pub(crate) fn flow<T>(self, read: impl FnOnce(&Flow) -> T) -> T {
        read(&self.state.read_untracked().flow)
    }

    /// Reads the flow and the words for it, again whenever the flow changes.
    pub(crate) fn with<T>(self, read: impl FnOnce(&Flow, &Strings) -> T) -> T {
        let state = self.state.read();
        read(&state.flow, &state.strings)
    }

    /// Takes in an event, does what follows from it, and tells the host.
    pub(crate) fn on(self, event: Event) {
        // `None` where the widget is gone and its signals with it.
        let (Some(host), Some((effect, busy, failed, error, changed))) = (
            self.host(),
            self.state.try_update_untracked(|State { flow, .. }| {
                let (environment, was_busy) = (flow.environment(), flow.busy());
                let effect = flow.on(event);
                let failure = flow.failure();
                let failed = failure.is_some();
                let error =
                    was_busy.and(failure).map(|(jump, failure)| JumpError::new(jump, failure));
                let changed = Some(flow.environment()).filter(|&now| now != environment);
                (effect, flow.busy().is_some(), failed, error, changed)
            }),
        ) else {
            return;
        };
        host.state(busy, failed);
        if !busy {
            self.replace(None);
        }
        if let Some(effect) = effect {
            self.carry_out(&*host, effect);
        }
        if let Some(error) = error {
            host.error(error);
        }
        if let Some(environment) = changed {
            host.environment_change(environment);
            self.expect_a_click();
        }
        // Last, so that the request does not wait for what is shown.
        self.state.notify();
    }

    /// Prepares for a click, of which there is a first sign. No code is asked for before there is one.
    pub(crate) fn expect_a_click(self) {
        let Some(host) = self.host() else { return };
        let environment = self.flow(Flow::environment);
        let Settings { source, dashboard, .. } = host.settings();
        navigate::preconnect(dashboard.origin(environment));
        let redirect = RedirectTarget::Onboarding;
        session::rehearse(&source, Jump { environment, redirect, open_in: OpenIn::SameTab });
        if let Ok(no_code) = Code::new("none".to_owned()) {
            navigate::rehearse(&MagicLink::on(&dashboard, environment, &no_code, Some(redirect)));
        }
    }

    fn carry_out(self, host: &dyn Host, effect: Effect) {
        match effect {
            Effect::Ask { ticket, jump } => {
                if let Err(failure) = self.ask(host, ticket, jump) {
                    self.on(Event::Replied { ticket, reply: Err(failure) });
                }
            }
            Effect::Open { ticket, jump, code } => {
                let tab = self.replace(None).and_then(|mut under_way| under_way.tab.take());
                let unwanted = tab.as_ref().is_some_and(Tab::is_closed);
                if unwanted || !host.navigate(jump) {
                    return self.on(Event::Declined { ticket });
                }
                let Jump { environment, redirect, .. } = jump;
                let dashboard = host.settings().dashboard;
                let link = MagicLink::on(&dashboard, environment, &code, Some(redirect));
                if navigate::open(&link, tab.as_ref().map_or(THIS_TAB, Tab::name)).is_err() {
                    return self.on(Event::NotOpened { ticket });
                }
                if let Some(tab) = tab {
                    tab.let_go();
                    return self.on(Event::Opened { ticket });
                }
                set_timeout(move || self.on(Event::TimeUp { ticket }), OPENING_LIMIT);
            }
            Effect::Wait { ticket } => {
                set_timeout(move || self.on(Event::Second { ticket }), Duration::from_secs(1));
            }
            Effect::Welcome => host.returned(),
        }
    }

    /// Asks for a code, once it is sure that it could be used.
    fn ask(self, host: &dyn Host, ticket: Ticket, jump: Jump) -> Result<(), Failure> {
        if let Some(advice) = frame::obstacle(jump.open_in) {
            web_sys::console::error_2(&"paddle-magic-links:".into(), &advice.into());
            return Err(Failure::Framed);
        }
        let tab = match jump.open_in {
            OpenIn::SameTab => None,
            OpenIn::NewTab => Some(Tab::open(&self.strings()).ok_or(Failure::TabRefused)?),
        };
        let request = AbortController::new().ok();
        let signal = request.as_ref().map(AbortController::signal);
        self.replace(Some(SendWrapper::new(UnderWay { request, tab })));
        let Settings { source, timeout, .. } = host.settings();
        host.start(jump);
        let asked = now();
        let reply = session::ask(source, jump, signal);
        wasm_bindgen_futures::spawn_local(async move {
            let reply = reply.await;
            // Timers stand still where the browser freezes a page, and a code grows old meanwhile.
            self.on(if now() - asked > timeout.as_secs_f64() * 1000.0 {
                Event::TimeUp { ticket }
            } else {
                Event::Replied { ticket, reply }
            });
        });
        set_timeout(move || self.on(Event::Slow { ticket }), SLOW);
        set_timeout(move || self.on(Event::TimeUp { ticket }), timeout);
        Ok(())
    }

    fn host(self) -> Option<Arc<dyn Host>> {
        self.state.try_with_untracked(|state| state.host.clone())
    }

    fn replace(self, under_way: Option<SendWrapper<UnderWay>>) -> Option<SendWrapper<UnderWay>> {
        let replace = |state: &mut State| mem::replace(&mut state.under_way, under_way);
        self.state.try_update_untracked(replace).flatten()
    }

    /// A page that is left may be kept whole and shown again by the Back button, busy as it was:
    /// <https://web.dev/articles/bfcache>. So it is put to rest before it goes.
    fn listen_to_the_page(self) {
        let left = window_event_listener_untyped("pagehide", move |_| self.on(Event::CalledOff));
        let back = window_event_listener_untyped("pageshow", move |event| {
            let event: PageTransitionEvent = event.unchecked_into();
            if let Some(host) = self.host().filter(|_| event.persisted()) {
                host.returned();
            }
        });
        let seen = window_event_listener_untyped("visibilitychange", move |_| {
            if !document().hidden() {
                self.on(Event::Returned);
            }
        });
        on_cleanup(move || {
            left.remove();
            back.remove();
            seen.remove();
        });
    }
}

/// Milliseconds, by a clock that nobody can set.
fn now() -> f64 {
    window().performance().map_or(0.0, |performance| performance.now())
}
