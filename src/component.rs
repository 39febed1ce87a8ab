//! The view: shows the flow, and turns what the seller does into its events.

use crate::{
    failure::JumpError,
    flow::{Event, Flow, Jump, OpenIn},
    session::{FetchSession, Proxy, Source},
    text,
    widget::{Callbacks, Settings, Widget},
};
use leptos::{ev, prelude::*};
use paddle_magic_links_protocol::{Dashboard, Environment, RedirectTarget};
use std::{
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};
use web_sys::RequestCredentials;

/// A choice between sandbox and live, and a button for each page of the Paddle dashboard.
///
/// A click asks the platform's backend at `endpoint` for a one-time code and sends the window to
/// the magic link made from it. Nothing is asked for before a click.
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
    /// The pages to offer, in this order.
    #[prop(default = RedirectTarget::ALL.to_vec())]
    redirects: Vec<RedirectTarget>,
    /// Whether the dashboard opens in the page's own tab or in a new one.
    #[prop(optional)]
    open_in: OpenIn,
    /// Further headers for the proxy, such as a CSRF token.
    #[prop(optional)]
    headers: Vec<(String, String)>,
    /// Whether cookies go to the proxy: by default to the page's own origin only.
    #[prop(default = RequestCredentials::SameOrigin)]
    credentials: RequestCredentials,
    /// How long the answer may take.
    #[prop(default = Duration::from_secs(15))]
    timeout: Duration,
    /// Where the dashboards are. Paddle's, unless a developer uses a stand-in.
    #[prop(optional)]
    dashboard: Dashboard,
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
    /// Called when the seller is back: on a page that the browser had kept, or from the new tab.
    #[prop(optional, into)]
    on_return: Option<Callback<()>>,
    /// Called when the seller chose an environment.
    #[prop(optional, into)]
    on_environment_change: Option<Callback<Environment>>,
) -> impl IntoView {
    let source = match (fetch_session, endpoint) {
        (Some(fetch_session), _) => Source::Host(fetch_session),
        (None, Some(endpoint)) => Source::Proxy(Proxy { endpoint, headers, credentials }),
        (None, None) => Source::Missing,
    };
    let settings = Settings { source, dashboard, timeout };
    let callbacks = Callbacks {
        start: on_start,
        navigate: on_navigate,
        error: on_error,
        returned: on_return,
        environment_change: on_environment_change,
    };
    let environment = first_choice(&environments, environment);
    let widget = Widget::new(environment, move || settings.clone(), callbacks);
    view(widget, environments, redirects, open_in)
}

/// The environment chosen at first: the one wished for, if it is offered; else live; else any.
pub(crate) fn first_choice(
    offered: &[Environment],
    wished_for: Option<Environment>,
) -> Environment {
    wished_for
        .filter(|environment| offered.contains(environment))
        .or_else(|| offered.iter().copied().find(|&environment| environment == Environment::Live))
        .or(offered.first().copied())
        .unwrap_or(Environment::Live)
}

pub(crate) fn view(
    widget: Widget,
    environments: Vec<Environment>,
    redirects: Vec<RedirectTarget>,
    open_in: OpenIn,
) -> impl IntoView {
    let flow = widget.flow();
    let id = unique_id();
    view! {
        <section
            class="pml-root"
            part="root"
            data-environment=now(flow, |flow| Some(flow.environment().to_string()))
            aria-label=text::REDIRECTS
        >
            {(environments.len() > 1)
                .then(|| {
                    view! {
                        <fieldset class="pml-environments" part="environments">
                            <legend class="pml-legend">{text::ENVIRONMENTS}</legend>
                            {environments
                                .into_iter()
                                .map(|environment| environment_choice(widget, &id, environment))
                                .collect_view()}
                        </fieldset>
                    }
                })}
            <ul class="pml-redirects" part="redirects" on:keydown=|event| ignore_held_enter(&event)>
                {redirects
                    .into_iter()
                    .map(|redirect| redirect_button(widget, &id, redirect, open_in))
                    .collect_view()}
            </ul>
            <p class="pml-status" part="status" role="status">
                {now(flow, status)}
            </p>
            <p
                class="pml-error"
                part="error"
                role="alert"
                // For the stylesheet's generated text, which no screen reader repeats.
                data-wait=now(flow, |flow| flow.wait().map(|seconds| seconds.to_string()))
            >
                {now(
                    flow,
                    |flow| flow.failure().map(|(jump, failure)| text::failure(jump, failure)),
                )}
            </p>
            {(open_in == OpenIn::NewTab).then(|| here_instead(widget))}
        </section>
    }
}

fn environment_choice(widget: Widget, id: &str, environment: Environment) -> impl IntoView + use<> {
    let flow = widget.flow();
    let chosen = move || flow.read().environment() == environment;
    let chosen_at_first = flow.read_untracked().environment() == environment;
    // Refused here, not only by the flow: the browser would show the radio as checked.
    let keep_while_busy = move |event: ev::MouseEvent| {
        if flow.read_untracked().busy().is_some() {
            event.prevent_default();
        }
    };
    view! {
        <label class="pml-environment" part="environment">
            <input
                class="pml-radio"
                type="radio"
                name=format_id(id, "environment")
                value=environment.as_str()
                checked=chosen_at_first
                prop:checked=chosen
                on:click=keep_while_busy
                on:change=move |_| widget.on(Event::Chosen(environment))
            />
            <span class="pml-environment-name">{text::environment(environment)}</span>
        </label>
    }
}

fn redirect_button(
    widget: Widget,
    id: &str,
    redirect: RedirectTarget,
    open_in: OpenIn,
) -> impl IntoView + use<> {
    let flow = widget.flow();
    let hint_id = format_id(id, redirect.as_str());
    let label_id = format_id(&hint_id, "label");
    view! {
        <li class="pml-item">
            <button
                class="pml-redirect"
                part="redirect"
                class:pml-busy=move || is_for(flow.read().busy(), redirect)
                type="button"
                data-redirect=redirect.as_str()
                aria-labelledby=label_id
                aria-describedby=hint_id
                // Not `disabled`, which would take the focus away.
                aria-disabled=now(flow, disabled)
                on:click=move |_| widget.on(Event::Activated(redirect, open_in))
            >
                <span class="pml-label" id=label_id.clone()>
                    {text::label(redirect)}
                    {(open_in == OpenIn::NewTab).then_some(text::NEW_TAB)}
                </span>
                <span class="pml-hint" id=hint_id.clone()>{text::hint(redirect)}</span>
            </button>
        </li>
    }
}

/// Shown where the browser refused a new tab.
fn here_instead(widget: Widget) -> impl IntoView + use<> {
    let flow = widget.flow();
    let open = move |_| {
        let redirect = flow.read_untracked().here_instead();
        if let Some(redirect) = redirect {
            widget.on(Event::Activated(redirect, OpenIn::SameTab));
        }
    };
    view! {
        <button
            class="pml-here"
            part="here"
            type="button"
            hidden=now(flow, |flow| flow.here_instead().is_none().then(String::new))
            aria-disabled=now(flow, disabled)
            on:click=open
        >
            {text::HERE_INSTEAD}
        </button>
    }
}

/// What the flow says now, in the view. One type for all such places, which keeps the wasm small.
fn now(
    flow: RwSignal<Flow>,
    what: fn(&Flow) -> Option<String>,
) -> impl Fn() -> Option<String> + Copy + Send + Sync {
    move || what(&flow.read())
}

fn disabled(flow: &Flow) -> Option<String> {
    flow.busy().map(|_| "true".into())
}

fn status(flow: &Flow) -> Option<String> {
    flow.busy()
        .map(|jump| text::opening(jump, flow.slow()))
        .or_else(|| flow.opened().map(text::opened))
}

fn is_for(jump: Option<Jump>, redirect: RedirectTarget) -> bool {
    jump.is_some_and(|jump| jump.redirect == redirect)
}

/// Enter held down repeats the click for as long as it is held; it is still one activation.
fn ignore_held_enter(event: &ev::KeyboardEvent) {
    if event.repeat() && event.key() == "Enter" {
        event.prevent_default();
    }
}

/// Tells this widget's ids and radio group from those of every other widget on the page. Hydration
/// leaves the ids that the server gave, so the two count apart.
fn unique_id() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let side = if cfg!(feature = "ssr") { "pml-server" } else { "pml" };
    format_id(side, &NEXT.fetch_add(1, Ordering::Relaxed).to_string())
}

fn format_id(prefix: &str, name: &str) -> String {
    [prefix, name].join("-")
}
