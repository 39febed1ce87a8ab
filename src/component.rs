//! The Leptos component and its props.

use crate::{
    controller::Controller,
    fetch_session::FetchSession,
    leptos_host::{LeptosHost, usable_endpoint, usable_sign_in},
    theme::Theme,
    view::{Options, view},
    words::Words,
};
use leptos::prelude::*;
use paddle_magic_links_flow::{
    Event, Flow, Jump, JumpError, LiveOnly, OpenIn, Redirect, first_choice, is_offered,
};
use paddle_magic_links_protocol::{Dashboard, Environment};
use paddle_magic_links_strings::Strings;
use std::{sync::Arc, time::Duration};
use web_sys::RequestCredentials;

/// A choice between sandbox and live, and a button for each redirect target.
///
/// A click requests a one-time code from the platform's backend at `endpoint` and navigates to the magic
/// link made from it. Nothing is requested before a click.
///
/// `redirects`, `strings`, `headers` and `disabled` may be signals or closures, which the widget follows:
/// it updates in place, keeps messages and the focus, and lets a pending jump continue unless its target
/// is no longer offered. All other props are read once.
#[component]
pub fn MagicLinks(
    /// The URL of the platform's proxy, usually `/api/paddle/magic-sessions`. It receives a `POST` with
    /// `{"environment":"live","redirect":"onboarding"}`.
    #[prop(optional, into)]
    endpoint: Option<String>,
    /// An async function that returns the code, in place of `endpoint`.
    #[prop(optional, into)]
    fetch_session: Option<FetchSession>,
    /// The environments to choose from, in this order. A single one shows no choice.
    #[prop(default = Environment::ALL.to_vec())]
    environments: Vec<Environment>,
    /// The environment selected at first. By default live if it is offered, because verification and
    /// payouts exist in live only.
    #[prop(optional)]
    environment: Option<Environment>,
    /// The redirect targets to offer, in this order. By default all.
    #[prop(into, default = Redirect::all().into())]
    redirects: Signal<Vec<Redirect>>,
    /// How live-only targets appear while the sandbox is selected. By default with a hint.
    #[prop(optional)]
    live_only: LiveOnly,
    /// Whether the dashboard opens in the page's own tab or in a new one.
    #[prop(optional)]
    open_in: OpenIn,
    /// Every text that the seller reads. By default English.
    #[prop(into, default = Strings::ENGLISH.into())]
    strings: Signal<Strings>,
    /// Light, dark, or the seller's system setting. By default the page's own color scheme.
    #[prop(optional, into)]
    theme: Option<Theme>,
    /// Uses less space, for a sidebar.
    #[prop(optional)]
    compact: bool,
    /// Disables all controls, like `<fieldset disabled>`. A pending jump continues.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// More request headers for the proxy, such as a CSRF token. They are read at each click.
    #[prop(optional, into)]
    headers: Signal<Vec<(String, String)>>,
    /// Whether the request sends cookies. By default to the page's own origin only.
    #[prop(default = RequestCredentials::SameOrigin)]
    credentials: RequestCredentials,
    /// How long the request may take. By default 15 seconds.
    #[prop(default = Duration::from_secs(15))]
    timeout: Duration,
    /// Where the dashboards are. By default Paddle's own; a stand-in's during development.
    #[prop(optional)]
    dashboard: Dashboard,
    /// The URL of the platform's sign-in, shown to a seller who has to sign in again. It must be on the
    /// page's own origin, such as `/login?next={return}`; `{return}` becomes the page's URL.
    #[prop(optional, into)]
    sign_in: Option<String>,
    /// Called at a click, before the code is requested.
    #[prop(optional, into)]
    on_start: Option<Callback<Jump>>,
    /// Called when the code has arrived, before the navigation. Return `false` to prevent it; the code is
    /// then discarded.
    #[prop(optional, into)]
    on_navigate: Option<Callback<Jump, bool>>,
    /// Called when a jump failed. The seller reads a message already.
    #[prop(optional, into)]
    on_error: Option<Callback<JumpError>>,
    /// Called when the seller is back from Paddle: on this page, restored from the back/forward cache, or
    /// from the new tab.
    #[prop(optional, into)]
    on_return: Option<Callback<()>>,
    /// Called when the seller chose another environment.
    #[prop(optional, into)]
    on_environment_change: Option<Callback<Environment>>,
) -> impl IntoView {
    let endpoint = if fetch_session.is_none() { usable_endpoint(endpoint) } else { None };
    let sign_in = usable_sign_in(sign_in);
    let host = LeptosHost {
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
    let controller = Controller::new(environment, Words::new(strings), Arc::new(host));
    let redirects = if environments.is_empty() { Signal::default() } else { redirects };
    Effect::new(move || {
        let is_gone = redirects.with(|redirects| {
            controller
                .with_untracked(Flow::pending)
                .is_some_and(|jump| !is_offered(jump, redirects, live_only))
        });
        if is_gone {
            controller.on(Event::Cancelled);
        }
    });
    view(controller, Options { environments, redirects, open_in, live_only, theme, compact })
}
