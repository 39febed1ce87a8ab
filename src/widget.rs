//! Carries out what the flow decides.

use crate::{
    failure::JumpError,
    flow::{Effect, Event, Flow, Jump},
    navigate,
    session::{self, Source},
};
use leptos::prelude::*;
use paddle_magic_links_protocol::{Dashboard, Environment, MagicLink};
use send_wrapper::SendWrapper;
use std::{mem, time::Duration};
use wasm_bindgen::JsCast;
use web_sys::{AbortController, PageTransitionEvent};

/// How long the window may take to leave before the seller is told that it did not.
const OPENING_LIMIT: Duration = Duration::from_secs(10);

/// What a host can set, as it stands at a click.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) source: Source,
    pub(crate) dashboard: Dashboard,
    pub(crate) timeout: Duration,
}

/// What a host is told.
#[derive(Clone, Copy, Default)]
pub(crate) struct Callbacks {
    pub(crate) start: Option<Callback<Jump>>,
    pub(crate) navigate: Option<Callback<Jump, bool>>,
    pub(crate) error: Option<Callback<JumpError>>,
    pub(crate) returned: Option<Callback<()>>,
    pub(crate) environment_change: Option<Callback<Environment>>,
}

/// One widget on the page: its flow, and what its effects are carried out with.
#[derive(Clone, Copy)]
pub(crate) struct Widget {
    flow: RwSignal<Flow>,
    means: StoredValue<Means>,
    callbacks: Callbacks,
}

struct Means {
    settings: Box<dyn Fn() -> Settings + Send + Sync>,
    request: Option<SendWrapper<AbortController>>,
}

impl Widget {
    pub(crate) fn new(
        environment: Environment,
        settings: impl Fn() -> Settings + Send + Sync + 'static,
        callbacks: Callbacks,
    ) -> Self {
        let means = Means { settings: Box::new(settings), request: None };
        let widget = Self {
            flow: RwSignal::new(Flow::new(environment)),
            means: StoredValue::new(means),
            callbacks,
        };
        // Effects run in the browser only, where there is a window to listen to.
        leptos::prelude::Effect::new(move || widget.listen_to_the_page());
        on_cleanup(move || widget.on(Event::Unmounted));
        widget
    }

    pub(crate) fn flow(self) -> RwSignal<Flow> {
        self.flow
    }

    /// Takes in an event, does what follows from it, and tells the host.
    pub(crate) fn on(self, event: Event) {
        // `None` where the widget is gone and its signals with it.
        let Some((effect, news)) = self.flow.try_update(|flow| {
            let (environment, busy) = (flow.environment(), flow.busy());
            let effect = flow.on(event);
            let failed = busy.and_then(|_| flow.failure());
            let error = failed.map(|(jump, failure)| JumpError::new(jump, failure));
            let changed = Some(flow.environment()).filter(|&now| now != environment);
            (effect, (error, changed))
        }) else {
            return;
        };
        if let Some(effect) = effect {
            self.carry_out(effect);
        }
        let (error, changed) = news;
        tell(self.callbacks.error, error);
        tell(self.callbacks.environment_change, changed);
    }

    fn carry_out(self, effect: Effect) {
        match effect {
            Effect::Ask { ticket, jump } => {
                let request = AbortController::new().ok();
                let signal = request.as_ref().map(AbortController::signal);
                self.replace_request(request.map(SendWrapper::new));
                let Some(Settings { source, timeout, .. }) = self.settings() else { return };
                tell(self.callbacks.start, Some(jump));
                wasm_bindgen_futures::spawn_local(async move {
                    let reply = session::ask(source, jump, signal).await;
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
                let Some(Settings { dashboard, .. }) = self.settings() else { return };
                if tell(self.callbacks.navigate, Some(jump)) == Some(false) {
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
        self.means.try_with_value(|means| (means.settings)())
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
        let left = window_event_listener_untyped("pagehide", move |_| self.on(Event::CalledOff));
        let back = window_event_listener_untyped("pageshow", move |event| {
            let event: PageTransitionEvent = event.unchecked_into();
            tell(self.callbacks.returned, event.persisted().then_some(()));
        });
        on_cleanup(move || {
            left.remove();
            back.remove();
        });
    }
}

/// Tells the host its news, if there are any and it wants them.
fn tell<News: 'static, Answer: 'static>(
    callback: Option<Callback<News, Answer>>,
    news: Option<News>,
) -> Option<Answer> {
    callback?.try_run(news?)
}
