//! Carries out what the flow decides.

use crate::{
    flow::{Effect, Event, Flow, Jump},
    navigate,
    session::{self, Proxy},
};
use leptos::prelude::*;
use paddle_magic_links_protocol::{Dashboard, Environment, MagicLink};
use send_wrapper::SendWrapper;
use std::{mem, time::Duration};
use web_sys::AbortController;

/// How long the window may take to leave before the seller is told that it did not.
const OPENING_LIMIT: Duration = Duration::from_secs(10);

/// What a host can set.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) proxy: Proxy,
    pub(crate) dashboard: Dashboard,
    pub(crate) timeout: Duration,
    pub(crate) on_navigate: Option<Callback<Jump, bool>>,
}

/// One widget on the page: its flow, and the request that is under way.
#[derive(Clone, Copy)]
pub(crate) struct Widget {
    flow: RwSignal<Flow>,
    means: StoredValue<Means>,
}

/// What effects are carried out with.
struct Means {
    settings: Settings,
    request: Option<SendWrapper<AbortController>>,
}

impl Widget {
    pub(crate) fn new(environment: Environment, settings: Settings) -> Self {
        let widget = Self {
            flow: RwSignal::new(Flow::new(environment)),
            means: StoredValue::new(Means { settings, request: None }),
        };
        // Effects run in the browser only, where there is a window to listen to.
        leptos::prelude::Effect::new(move || widget.listen_to_the_page());
        on_cleanup(move || widget.on(Event::Unmounted));
        widget
    }

    pub(crate) fn flow(self) -> RwSignal<Flow> {
        self.flow
    }

    /// Takes in an event and does what follows from it.
    pub(crate) fn on(self, event: Event) {
        // `None` too where the widget is gone and its signals with it.
        if let Some(effect) = self.flow.try_update(|flow| flow.on(event)).flatten() {
            self.carry_out(effect);
        }
    }

    fn carry_out(self, effect: Effect) {
        match effect {
            Effect::Ask { ticket, jump } => {
                let request = AbortController::new().ok();
                let signal = request.as_ref().map(AbortController::signal);
                self.replace_request(request.map(SendWrapper::new));
                let Some(Settings { proxy, timeout, .. }) = self.settings() else { return };
                wasm_bindgen_futures::spawn_local(async move {
                    let reply = session::ask(proxy, jump, signal).await;
                    self.on(Event::Replied { ticket, reply });
                });
                set_timeout(move || self.on(Event::TimeUp { ticket }), timeout);
            }
            Effect::Abort => {
                if let Some(request) = self.replace_request(None) {
                    request.abort();
                }
            }
            Effect::Open { ticket, jump, code } => {
                let Some(Settings { dashboard, on_navigate, .. }) = self.settings() else { return };
                if on_navigate.and_then(|on_navigate| on_navigate.try_run(jump)) == Some(false) {
                    return self.on(Event::Declined { ticket });
                }
                let Jump { environment, redirect } = jump;
                let link = MagicLink::on(&dashboard, environment, &code, Some(redirect));
                if navigate::open(&link).is_err() {
                    return self.on(Event::NotOpened { ticket });
                }
                set_timeout(move || self.on(Event::TimeUp { ticket }), OPENING_LIMIT);
            }
        }
    }

    fn settings(self) -> Option<Settings> {
        self.means.try_with_value(|means| means.settings.clone())
    }

    fn replace_request(
        self,
        request: Option<SendWrapper<AbortController>>,
    ) -> Option<SendWrapper<AbortController>> {
        self.means.try_update_value(|means| mem::replace(&mut means.request, request)).flatten()
    }

    /// A page that is left may be kept whole and shown again by the Back button, busy as it was:
    /// <https://web.dev/articles/bfcache>. So it is put to rest before it goes.
    fn listen_to_the_page(self) {
        let handle = window_event_listener_untyped("pagehide", move |_| self.on(Event::PageLeft));
        on_cleanup(move || handle.remove());
    }
}
