//! Carries out what the flow decides.

use crate::{
    failure::{Failure, JumpError},
    flow::{Effect, Event, Flow, Jump, OpenIn, Ticket},
    navigate::{self, THIS_TAB},
    page,
    session::{self, Source, Unusable},
    tab::Tab,
    words::Words,
};
use leptos::prelude::*;
use paddle_magic_links_protocol::{Dashboard, Environment, MagicLink, RedirectTarget, RefusalCode};
use paddle_magic_links_strings::Strings;
use send_wrapper::SendWrapper;
use std::{mem, sync::Arc, time::Duration};
use wasm_bindgen::JsCast;
use web_sys::{AbortController, PageTransitionEvent};

/// How long an answer, or Paddle, may take before the seller is told that it does.
const SLOW: Duration = Duration::from_secs(5);

/// How long the window may take to leave before the seller can try again. On a slow line it may leave
/// later than that, which nothing tells a page beforehand.
const OPENING_LIMIT: Duration = Duration::from_secs(20);

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
    /// Whether Paddle can be opened from here; if not, the page's developer is told why.
    fn can_open(&self, open_in: OpenIn) -> bool;
    /// A new tab, in the click; none where the browser has this one only.
    fn open_tab(&self, strings: &Strings) -> Result<Option<Tab>, Failure>;
    /// A click, before the code is asked for.
    fn start(&self, jump: Jump);
    /// The code is there; `false` keeps the window here.
    fn navigate(&self, jump: Jump) -> bool;
    /// A click failed. The view says so in a microtask that waits already; the page is to hear of it
    /// after that.
    fn error(&self, error: JumpError);
    /// The seller is back.
    fn returned(&self);
    /// The seller chose another environment.
    fn environment_change(&self, environment: Environment);
    /// Something that is set can't be used: for the page's developer, with the fix.
    fn invalid(&self, name: &str, reason: &str);
    /// The platform's sign-in, with the way back.
    fn sign_in(&self) -> Option<String>;
    /// Whether the widget takes no clicks now. The custom element is in a `<fieldset>` of its own.
    #[cfg(not(feature = "element"))]
    fn disabled(&self) -> bool;
    /// After every event: whether a jump is under way, and whether the last one failed.
    fn state(&self, _busy: bool, _failed: bool) {}
}

/// One widget on the page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Widget {
    // Small, as each listener in the page holds a copy until the page's garbage is collected.
    state: RwSignal<State>,
}

/// A widget's flow, and what its effects are carried out with.
struct State {
    flow: Flow,
    words: Words,
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
    pub(crate) fn new(environment: Environment, words: Words, host: Arc<dyn Host>) -> Self {
        let flow = Flow::new(environment);
        let state = RwSignal::new(State { flow, words, host, under_way: None });
        let widget = Self { state };
        if cfg!(target_arch = "wasm32") {
            widget.listen_to_the_page();
            widget.check_settings();
        }
        on_cleanup(move || widget.on(Event::Unmounted));
        widget
    }

    pub(crate) fn words(self) -> Words {
        self.state.read_untracked().words.clone()
    }

    /// For the next view.
    #[cfg(feature = "element")]
    pub(crate) fn set_words(self, words: Words) {
        self.state.update_untracked(|state| state.words = words);
    }

    /// Reads the flow as it is now.
    pub(crate) fn flow<T>(self, read: impl FnOnce(&Flow) -> T) -> T {
        read(&self.state.read_untracked().flow)
    }

    /// Reads the flow and the words for it, again whenever either changes.
    pub(crate) fn with<T>(self, read: impl FnOnce(&Flow, &Strings) -> T) -> T {
        let state = self.state.read();
        state.words.with(|strings| read(&state.flow, strings))
    }

    /// The platform's sign-in, while a failure asks the seller to sign in again.
    pub(crate) fn sign_in(self) -> Option<String> {
        let state = self.state.read();
        // Asked for first, so that an address that can't be used is told before it is wanted.
        let address = state.host.sign_in()?;
        state.flow.failure()?.1.wants_sign_in().then_some(address)
    }

    /// Whether the page wants no clicks, for the view.
    #[cfg(not(feature = "element"))]
    pub(crate) fn disabled(self) -> bool {
        self.state.read().host.disabled()
    }

    /// Takes in an event, does what follows from it, and tells the host.
    pub(crate) fn on(self, event: Event) {
        if matches!(event, Event::Activated(..)) && !page::is_free_for(self) {
            return;
        }
        // `None` where the widget is gone and its signals with it.
        let (Some(host), Some((effect, busy, failed, error))) = (
            self.host(),
            self.state.try_update_untracked(|State { flow, .. }| {
                let was_busy = flow.busy();
                let effect = flow.on(event);
                let failure = flow.failure();
                let failed = failure.is_some();
                let error =
                    was_busy.and(failure).map(|(jump, failure)| JumpError::new(jump, failure));
                (effect, flow.busy().is_some(), failed, error)
            }),
        ) else {
            return;
        };
        page::note(self, busy);
        host.state(busy, failed);
        if !busy {
            self.replace(None);
        }
        if let Some(effect) = effect {
            self.carry_out(&*host, effect);
        }
        // After that, so that the request does not wait for what is shown.
        self.state.notify();
        if let Some(error) = error {
            host.error(error);
        }
    }

    /// The seller chose an environment.
    pub(crate) fn choose(self, environment: Environment) {
        let before = self.flow(Flow::environment);
        self.on(Event::Chosen(environment));
        if let Some(host) = self.host().filter(|_| self.flow(Flow::environment) != before) {
            self.expect_a_click();
            host.environment_change(environment);
        }
    }

    /// Prepares for a click, of which there is a first sign. No code is asked for before there is one.
    pub(crate) fn expect_a_click(self) {
        if let Some(host) = self.host() {
            navigate::preconnect(host.settings().dashboard.origin(self.flow(Flow::environment)));
        }
    }

    /// Tells the page's developer of what can't be used, before a seller clicks.
    pub(crate) fn check_settings(self) {
        let Some(host) = self.host() else { return };
        let (environment, redirect) = (self.flow(Flow::environment), RedirectTarget::Onboarding);
        let jump = Jump { environment, redirect, open_in: OpenIn::SameTab };
        if let Err(Unusable { setting, reason }) = session::check(&host.settings().source, jump) {
            host.invalid(setting, &reason);
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
                let tab = self.replace(None).and_then(|mut under_way| {
                    // Answered, so there is nothing to give up.
                    under_way.request = None;
                    under_way.tab.take()
                });
                let unwanted = tab.as_ref().is_some_and(Tab::is_closed);
                if unwanted || !host.navigate(jump) {
                    return self.on(Event::Declined { ticket });
                }
                if !self.is_current(ticket) {
                    return;
                }
                let Jump { environment, redirect, .. } = jump;
                let dashboard = host.settings().dashboard;
                let link = MagicLink::on(&dashboard, environment, &code, Some(redirect));
                let name = tab.as_ref().and_then(Tab::name);
                if navigate::open(&link, name.as_deref().unwrap_or(THIS_TAB)).is_err() {
                    return self.on(Event::NotOpened { ticket });
                }
                if let Some(tab) = tab {
                    tab.let_go();
                    return self.on(Event::Opened { ticket });
                }
                self.limit(ticket, OPENING_LIMIT);
            }
            Effect::Wait { ticket } => {
                self.later(|ticket| Event::Second { ticket }, ticket, Duration::from_secs(1));
            }
            Effect::Welcome => host.returned(),
        }
    }

    /// Asks for a code, once it is sure that it could be used.
    fn ask(self, host: &dyn Host, ticket: Ticket, jump: Jump) -> Result<(), Failure> {
        if !host.can_open(jump.open_in) {
            return Err(Failure::Framed);
        }
        let tab = match jump.open_in {
            OpenIn::SameTab => None,
            OpenIn::NewTab => {
                // Where that is no new tab, the jump goes on in this one.
                self.words().with_untracked(|strings| host.open_tab(strings))?
            }
        };
        let request = AbortController::new().ok();
        let signal = request.as_ref().map(AbortController::signal);
        self.replace(Some(SendWrapper::new(UnderWay { request, tab })));
        host.start(jump);
        if !self.is_current(ticket) {
            return Ok(());
        }
        // What the page has set meanwhile counts.
        let Settings { source, timeout, .. } = host.settings();
        let asked = Moment::now();
        let reply =
            session::ask(source, jump, signal).map_err(|Unusable { setting, reason }| {
                host.invalid(setting, &reason);
                RefusalCode::InvalidRequest
            })?;
        wasm_bindgen_futures::spawn_local(async move {
            let reply = reply.await;
            // Timers stand still where the browser freezes a page or the computer sleeps, and a code
            // grows old meanwhile.
            self.on(if asked.age() > timeout.as_secs_f64() * 1000.0 {
                Event::TimeUp { ticket }
            } else {
                Event::Replied { ticket, reply }
            });
        });
        self.limit(ticket, timeout);
        Ok(())
    }

    /// Ends a wait, and before that says that it takes a while.
    fn limit(self, ticket: Ticket, limit: Duration) {
        self.later(|ticket| Event::Slow { ticket }, ticket, SLOW);
        self.later(|ticket| Event::TimeUp { ticket }, ticket, limit);
    }

    fn later(self, event: fn(Ticket) -> Event, ticket: Ticket, after: Duration) {
        set_timeout(move || self.on(event(ticket)), after);
    }

    /// Whether a wait is still the current one, after the page was told something.
    fn is_current(self, ticket: Ticket) -> bool {
        self.state.try_with_untracked(|state| state.flow.is_current(ticket)).unwrap_or(false)
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
        let left = window_event_listener_untyped("pagehide", move |_| self.on(Event::Left));
        let back = window_event_listener_untyped("pageshow", move |event| {
            let event: PageTransitionEvent = event.unchecked_into();
            if event.persisted() {
                self.on(Event::Returned);
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

/// A point in time, by two clocks.
struct Moment {
    /// One that nobody can set. But for Windows it stands still while the computer sleeps:
    /// <https://developer.mozilla.org/docs/Web/API/Performance/now#ticking_during_sleep>.
    steady: f64,
    /// One that can be set, and goes on meanwhile.
    wall: f64,
}

impl Moment {
    fn now() -> Self {
        let steady = window().performance().map_or(0.0, |performance| performance.now());
        Self { steady, wall: js_sys::Date::now() }
    }

    /// Milliseconds since then, by the clock that says more.
    fn age(&self) -> f64 {
        let now = Self::now();
        (now.steady - self.steady).max(now.wall - self.wall)
    }
}
