//! The Leptos component: its props, and the page behind them.

use crate::{
    failure::{Failure, JumpError},
    flow::{Event, Flow, Jump, OpenIn},
    frame, new_tab,
    redirect::{LiveOnly, Redirect},
    session::{FetchSession, Proxy, Source},
    sign_in,
    tab::Tab,
    view::{Look, Theme, first_choice, is_offered, view},
    widget::{Host, Settings, Widget},
    words::Words,
};
use leptos::prelude::*;
use paddle_magic_links_protocol::{Dashboard, Environment, is_safe_in_transit};
use paddle_magic_links_strings::Strings;
use std::{sync::Arc, time::Duration};
use web_sys::RequestCredentials;

/// A choice between sandbox and live, and a button for each page of the Paddle dashboard.
///
/// A click asks the platform's backend at `endpoint` for a one-time code and sends the window to
/// the magic link made from it. Nothing is asked for before a click.
///
/// `redirects`, `strings`, `headers` and `disabled` may be signals or closures, and the widget follows
/// them: what is shown changes in its place, a message and the focus stay, and a jump that is under
/// way goes on, unless its page is not offered any more or can't be chosen. All other props are read
/// once.
#[component]
pub fn MagicLinks(
    /// URL of the platform's proxy, usually `/api/paddle/magic-sessions`. It gets a `POST` with
    /// `{"environment":"live","redirect":"onboarding"}`.
    #[prop(optional, into)]
    endpoint: Option<String>,
    /// The host's own way to a code, in place of `endpoint`.
    #[prop(optional, into)]
    fetch_session: Option<FetchSession>,
    /// The environments to choose from, in this order. With one, there is no choice to make.
    #[prop(default = Environment::ALL.to_vec())]
    environments: Vec<Environment>,
    /// The environment chosen at first. By default live where it is offered, because verification
    /// and payouts exist in live only.
    #[prop(optional)]
    environment: Option<Environment>,
    /// The pages to offer, in this order, each with what the host says of it. By default all.
    #[prop(into, default = Redirect::all().into())]
    redirects: Signal<Vec<Redirect>>,
    /// What becomes in the sandbox of the pages that are of use in live only. By default a hint
    /// says so.
    #[prop(optional)]
    live_only: LiveOnly,
    /// Whether the dashboard opens in the page's own tab or in a new one.
    #[prop(optional)]
    open_in: OpenIn,
    /// Every word that the seller reads. By default English.
    #[prop(into, default = Strings::ENGLISH.into())]
    strings: Signal<Strings>,
    /// Light or dark, or as the seller's system has it. By default as the page around it.
    #[prop(optional, into)]
    theme: Option<Theme>,
    /// Takes less room, for a sidebar.
    #[prop(optional)]
    compact: bool,
    /// Takes no clicks, as in a `<fieldset disabled>`. A jump that is under way goes on.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Further headers for the proxy, such as a CSRF token, as they are at a click.
    #[prop(optional, into)]
    headers: Signal<Vec<(String, String)>>,
    /// Whether cookies go to the proxy: by default to the page's own origin only.
    #[prop(default = RequestCredentials::SameOrigin)]
    credentials: RequestCredentials,
    /// How long the answer may take.
    #[prop(default = Duration::from_secs(15))]
    timeout: Duration,
    /// Where the dashboards are. Paddle's, unless a developer uses a stand-in.
    #[prop(optional)]
    dashboard: Dashboard,
    /// The platform's sign-in, for a seller who has to sign in again: an address of the page's own
    /// origin, such as `/login?next={return}`, in which the page's address takes the place of
    /// `{return}`.
    #[prop(optional, into)]
    sign_in: Option<String>,
    /// Called at a click, before the code is asked for.
    #[prop(optional, into)]
    on_start: Option<Callback<Jump>>,
    /// Called when the code is there and before the window leaves; `false` keeps it here, and the
    /// code is thrown away.
    #[prop(optional, into)]
    on_navigate: Option<Callback<Jump, bool>>,
    /// Called when a click failed. The seller has been told already.
    #[prop(optional, into)]
    on_error: Option<Callback<JumpError>>,
    /// Called when the seller is back from Paddle: on this page, which the browser had kept, or from
    /// the new tab.
    #[prop(optional, into)]
    on_return: Option<Callback<()>>,
    /// Called when the seller chose an environment.
    #[prop(optional, into)]
    on_environment_change: Option<Callback<Environment>>,
) -> impl IntoView {
    let endpoint = endpoint.filter(|endpoint| {
        let usable = fetch_session.is_some() || !is_unsafe(endpoint);
        if !usable {
            console_error("endpoint", "use https; http is for loopback only");
        }
        usable
    });
    let sign_in = sign_in.filter(|address| is_usable(address));
    let page = Page {
        endpoint,
        fetch_session,
        headers,
        credentials,
        dashboard,
        timeout,
        disabled,
        sign_in,
        on_start,
        on_navigate,
        on_error,
        on_return,
        on_environment_change,
    };
    let environment = first_choice(&environments, environment);
    let widget = Widget::new(environment, Words::new(strings), Arc::new(page));
    let redirects = if environments.is_empty() { Signal::default() } else { redirects };
    Effect::new(move || {
        let is_gone = redirects.with(|redirects| {
            widget.flow(Flow::busy).is_some_and(|jump| !is_offered(jump, redirects, live_only))
        });
        if is_gone {
            widget.on(Event::CalledOff);
        }
    });
    view(widget, Look { environments, redirects, open_in, live_only, theme, compact })
}

/// The page as it is given by props.
struct Page {
    endpoint: Option<String>,
    fetch_session: Option<FetchSession>,
    headers: Signal<Vec<(String, String)>>,
    credentials: RequestCredentials,
    dashboard: Dashboard,
    timeout: Duration,
    disabled: Signal<bool>,
    sign_in: Option<String>,
    on_start: Option<Callback<Jump>>,
    on_navigate: Option<Callback<Jump, bool>>,
    on_error: Option<Callback<JumpError>>,
    on_return: Option<Callback<()>>,
    on_environment_change: Option<Callback<Environment>>,
}

/// A relative address is the page's own, and as safe as that.
fn is_unsafe(endpoint: &str) -> bool {
    endpoint.starts_with("http:") && !is_safe_in_transit(endpoint)
}

/// For the page's developer. A server has no console.
fn console_error(name: &str, reason: &str) {
    if !cfg!(target_arch = "wasm32") {
        return;
    }
    web_sys::console::error_1(&["<MagicLinks> ", name, ": ", reason].concat().into());
}

/// By the names that frameworks use, such as `X-CSRF-Token` and Angular's `X-XSRF-TOKEN`.
fn is_csrf_header(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.contains("csrf") || name.contains("xsrf")
}

impl Host for Page {
    fn settings(&self) -> Settings {
        let source = match (&self.fetch_session, &self.endpoint) {
            (Some(fetch_session), _) => Source::Host(fetch_session.clone()),
            (None, Some(endpoint)) => {
                let (endpoint, headers) = (endpoint.clone(), self.headers.get_untracked());
                let csrf_token = headers.iter().any(|(name, _)| is_csrf_header(name));
                Source::Proxy(Proxy {
                    endpoint,
                    headers,
                    credentials: self.credentials,
                    csrf_token,
                })
            }
            (None, None) => {
                self.invalid("endpoint", "give one, or fetch_session");
                Source::Missing
            }
        };
        Settings { source, dashboard: self.dashboard.clone(), timeout: self.timeout }
    }

    fn disabled(&self) -> bool {
        self.disabled.get()
    }

    fn invalid(&self, name: &str, reason: &str) {
        console_error(name, reason);
    }

    fn can_open(&self, open_in: OpenIn) -> bool {
        let obstacle = frame::obstacle(open_in);
        if let Some(advice) = obstacle {
            console_error("page", advice);
        }
        obstacle.is_none()
    }

    fn open_tab(&self, strings: &Strings) -> Result<Option<Tab>, Failure> {
        new_tab::open(strings)
    }

    fn start(&self, jump: Jump) {
        tell(self.on_start, jump);
    }

    fn navigate(&self, jump: Jump) -> bool {
        tell(self.on_navigate, jump) != Some(false)
    }

    fn error(&self, error: JumpError) {
        let on_error = self.on_error;
        wasm_bindgen_futures::spawn_local(async move {
            tell(on_error, error);
        });
    }

    fn returned(&self) {
        tell(self.on_return, ());
    }

    fn environment_change(&self, environment: Environment) {
        tell(self.on_environment_change, environment);
    }

    fn sign_in(&self) -> Option<String> {
        sign_in::address(self.sign_in.as_deref()?).ok()
    }
}

/// Whether a seller can be sent there to sign in. On a server nobody is.
fn is_usable(address: &str) -> bool {
    let usable = cfg!(target_arch = "wasm32").then(|| sign_in::address(address));
    if let Some(Err(reason)) = usable {
        let what = ["<MagicLinks> sign_in=\"", address, "\":"].concat();
        web_sys::console::error_2(&what.into(), &reason.into());
    }
    matches!(usable, Some(Ok(_)))
}

/// Tells the page its news, if it wants them and is still there.
fn tell<News: 'static, Answer: 'static>(
    callback: Option<Callback<News, Answer>>,
    news: News,
) -> Option<Answer> {
    callback?.try_run(news)
}
