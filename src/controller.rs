//! Carries out what the flow decides, and reports what happens to it.

use crate::{
    host::Host,
    jump_lock::JumpLock,
    moment::Moment,
    navigate::{self, THIS_TAB},
    session::{self, InvalidEndpoint},
    tab::Tab,
    words::Words,
};
use leptos::prelude::*;
use paddle_magic_links_flow::{
    Decision, Effect, Event, Failure, Flow, Jump, Notification, OpenIn, Ticket,
};
use paddle_magic_links_protocol::{Environment, MagicLink, RedirectTarget, RefusalCode};
use paddle_magic_links_strings::Strings;
use send_wrapper::SendWrapper;
use std::{mem, sync::Arc, time::Duration};
use wasm_bindgen::JsCast;
use web_sys::{AbortController, PageTransitionEvent};

/// How long a request or a navigation may take before the seller is told that it is slow.
const SLOW: Duration = Duration::from_secs(5);

/// How long a navigation may take before the seller can retry. It may still succeed later on a slow
/// line, which a page can't know.
const NAVIGATION_LIMIT: Duration = Duration::from_secs(20);

/// One widget on the page.
#[derive(Clone, Copy)]
pub(crate) struct Controller {
    // Small, because each listener holds a copy until the page's garbage is collected.
    state: RwSignal<State>,
}

struct State {
    flow: Flow,
    words: Words,
    host: Arc<dyn Host>,
    resources: Option<SendWrapper<Resources>>,
    lock: Option<JumpLock>,
}

/// What a pending jump holds. Dropping it aborts the request and closes the tab.
struct Resources {
    request: Option<AbortController>,
    tab: Option<Tab>,
}

impl Drop for Resources {
    fn drop(&mut self) {
        if let Some(request) = &self.request {
            request.abort();
        }
    }
}

impl Controller {
    pub(crate) fn new(environment: Environment, words: Words, host: Arc<dyn Host>) -> Self {
        let flow = Flow::new(environment);
        let controller =
            Self { state: RwSignal::new(State { flow, words, host, resources: None, lock: None }) };
        if cfg!(target_arch = "wasm32") {
            controller.listen_to_the_page();
            controller.check_settings();
        }
        on_cleanup(move || controller.on(Event::Unmounted));
        controller
    }

    pub(crate) fn words(self) -> Words {
        self.state.read_untracked().words.clone()
    }

    /// For the next view.
    #[cfg(feature = "element")]
    pub(crate) fn set_words(self, words: Words) {
        self.state.update_untracked(|state| state.words = words);
    }

    /// Reads the flow, without following its changes.
    pub(crate) fn with_untracked<T>(self, read: impl FnOnce(&Flow) -> T) -> T {
        read(&self.state.read_untracked().flow)
    }

    /// Reads the flow and the words, and follows the changes of both.
    pub(crate) fn with<T>(self, read: impl FnOnce(&Flow, &Strings) -> T) -> T {
        let state = self.state.read();
        state.words.with(|strings| read(&state.flow, strings))
    }

    /// The URL of the platform's sign-in, while a failure asks for it.
    pub(crate) fn sign_in(self) -> Option<String> {
        let state = self.state.read();
        // Read first, so that an unusable URL is reported before it is needed.
        let url = state.host.sign_in()?;
        state.flow.failure()?.1.needs_sign_in().then_some(url)
    }

    /// Whether the host has disabled the widget.
    #[cfg(not(feature = "element"))]
    pub(crate) fn disabled(self) -> bool {
        self.state.read().host.disabled()
    }

    /// Hands an event to the flow, and carries out what it decides.
    pub(crate) fn on(self, event: Event) {
        if matches!(event, Event::Clicked(..)) && JumpLock::is_taken() {
            return;
        }
        // `None` if the widget is gone and its signals with it.
        let (Some(host), Some((Decision { effect, notification }, pending, failed))) = (
            self.host(),
            self.state.try_update_untracked(|State { flow, lock, .. }| {
                let decision = flow.on(event);
                let pending = flow.pending().is_some();
                if pending != lock.is_some() {
                    *lock = pending.then(JumpLock::take);
                }
                (decision, pending, flow.failure().is_some())
            }),
        ) else {
            return;
        };
        host.state(pending, failed);
        if !pending {
            self.replace_resources(None);
        }
        if let Some(effect) = effect {
            self.carry_out(&*host, effect);
        }
        // Later than the effect, so that a request does not wait for the view.
        self.state.notify();
        match notification {
            Some(Notification::Failed(error)) => host.error(error),
            Some(Notification::Returned) => host.returned(),
            Some(Notification::EnvironmentChanged(environment)) => {
                self.expect_click();
                host.environment_change(environment);
            }
            None => {}
        }
    }

    /// A click is likely: connects to the dashboard. Never requests a code.
    pub(crate) fn expect_click(self) {
        if let Some(dashboard) = self.host().and_then(|host| host.dashboard()) {
            navigate::preconnect(dashboard.origin(self.with_untracked(Flow::environment)));
        }
    }

    /// Reports unusable settings to the page's developer, before a seller clicks.
    pub(crate) fn check_settings(self) {
        let Some(host) = self.host() else { return };
        host.dashboard();
        let environment = self.with_untracked(Flow::environment);
        let redirect = RedirectTarget::Onboarding;
        let jump = Jump { environment, redirect, open_in: OpenIn::SameTab };
        if let Some(source) = host.source()
            && let Err(InvalidEndpoint) = session::check(&source, jump)
        {
            report_endpoint(&*host);
        }
    }

    fn carry_out(self, host: &dyn Host, effect: Effect) {
        match effect {
            Effect::RequestCode { ticket, jump } => {
                if let Err(failure) = self.request_code(host, ticket, jump) {
                    self.on(Event::Responded { ticket, result: Err(failure) });
                }
            }
            Effect::Navigate { ticket, jump, code } => {
                let tab = self.replace_resources(None).and_then(|mut resources| {
                    // It has ended, so it must not be aborted.
                    resources.request = None;
                    resources.tab.take()
                });
                let unwanted = tab.as_ref().is_some_and(Tab::is_closed);
                if unwanted || !host.navigate(jump) {
                    return self.on(Event::Declined { ticket });
                }
                if !self.is_current(ticket) {
                    return;
                }
                let Some(dashboard) = host.dashboard() else {
                    return self.on(Event::NavigationFailed { ticket });
                };
                let Jump { environment, redirect, .. } = jump;
                let link =
                    MagicLink::with_dashboard(&dashboard, environment, &code, Some(redirect));
                let name = tab.as_ref().and_then(Tab::name);
                if navigate::open(&link, name.as_deref().unwrap_or(THIS_TAB)).is_err() {
                    return self.on(Event::NavigationFailed { ticket });
                }
                if let Some(tab) = tab {
                    tab.release();
                    return self.on(Event::OpenedInNewTab { ticket });
                }
                self.limit(ticket, NAVIGATION_LIMIT);
            }
            Effect::CountDown { ticket } => {
                self.later(|ticket| Event::Tick { ticket }, ticket, Duration::from_secs(1));
            }
        }
    }

    /// Requests a code, once it is certain that it could be used.
    fn request_code(self, host: &dyn Host, ticket: Ticket, jump: Jump) -> Result<(), Failure> {
        if !host.can_open(jump.open_in) {
            return Err(Failure::Framed);
        }
        let tab = match jump.open_in {
            OpenIn::SameTab => None,
            // Without a new tab, the jump continues in this one.
            OpenIn::NewTab => self.words().with_untracked(|strings| host.open_tab(strings))?,
        };
        let request = AbortController::new().ok();
        let signal = request.as_ref().map(AbortController::signal);
        self.replace_resources(Some(SendWrapper::new(Resources { request, tab })));
        host.start(jump);
        if !self.is_current(ticket) {
            return Ok(());
        }
        // Read now, because the page may have changed them when it was told.
        let source = host.source().filter(|_| host.dashboard().is_some());
        let source = source.ok_or(RefusalCode::InvalidRequest)?;
        let timeout = host.timeout();
        let sent = Moment::now();
        let response = session::request(source, jump, signal).map_err(|InvalidEndpoint| {
            report_endpoint(host);
            RefusalCode::InvalidRequest
        })?;
        wasm_bindgen_futures::spawn_local(async move {
            let result = response.await;
            // Timers stop while a browser freezes the page or a computer sleeps, and the code ages.
            self.on(if sent.age() > timeout.as_secs_f64() * 1000.0 {
                Event::TimedOut { ticket }
            } else {
                Event::Responded { ticket, result }
            });
        });
        self.limit(ticket, timeout);
        Ok(())
    }

    /// Limits a wait, and reports before that that it is slow.
    fn limit(self, ticket: Ticket, limit: Duration) {
        self.later(|ticket| Event::Slow { ticket }, ticket, SLOW);
        self.later(|ticket| Event::TimedOut { ticket }, ticket, limit);
    }

    fn later(self, event: fn(Ticket) -> Event, ticket: Ticket, after: Duration) {
        set_timeout(move || self.on(event(ticket)), after);
    }

    /// Whether this wait is still the current one after the host was told something.
    fn is_current(self, ticket: Ticket) -> bool {
        self.state.try_with_untracked(|state| state.flow.is_current(ticket)).unwrap_or(false)
    }

    fn host(self) -> Option<Arc<dyn Host>> {
        self.state.try_with_untracked(|state| state.host.clone())
    }

    fn replace_resources(
        self,
        resources: Option<SendWrapper<Resources>>,
    ) -> Option<SendWrapper<Resources>> {
        let replace = |state: &mut State| mem::replace(&mut state.resources, resources);
        self.state.try_update_untracked(replace).flatten()
    }

    /// The state is reset on `pagehide`, not on `pageshow`: the back/forward cache keeps a page as it was
    /// when the seller left. <https://web.dev/articles/bfcache>
    fn listen_to_the_page(self) {
        let left = window_event_listener_untyped("pagehide", move |_| self.on(Event::PageLeft));
        let restored = window_event_listener_untyped("pageshow", move |event| {
            let event: PageTransitionEvent = event.unchecked_into();
            if event.persisted() {
                self.on(Event::PageShown);
            }
        });
        let visible = window_event_listener_untyped("visibilitychange", move |_| {
            if !document().hidden() {
                self.on(Event::PageShown);
            }
        });
        on_cleanup(move || {
            left.remove();
            restored.remove();
            visible.remove();
        });
    }
}

fn report_endpoint(host: &dyn Host) {
    host.invalid("endpoint", "the browser can't make a request to this URL");
}
