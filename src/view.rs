//! The view: shows the flow, and turns what the seller does into its events. The same for the Leptos
//! component and the custom element.

use crate::{
    flow::{Event, Flow, OpenIn},
    redirect::{LiveOnly, Redirect},
    text,
    widget::Widget,
};
use leptos::{ev, prelude::*};
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use paddle_magic_links_strings::Strings;
use std::sync::atomic::{AtomicU32, Ordering};

/// Which of its colours a widget shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Those for light pages.
    Light,
    /// Those for dark pages.
    Dark,
    /// As the seller's system has it.
    Auto,
}

impl Theme {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Auto => "auto",
        }
    }
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

/// What a widget shows, and how.
pub(crate) struct Look {
    pub(crate) environments: Vec<Environment>,
    pub(crate) redirects: Vec<Redirect>,
    pub(crate) open_in: OpenIn,
    pub(crate) live_only: LiveOnly,
    pub(crate) theme: Option<Theme>,
    pub(crate) compact: bool,
}

// Listeners are `:capture` ones: with one that is not, Leptos brings its event delegation along, which
// is not even switched on.
pub(crate) fn view(widget: Widget, look: Look) -> impl IntoView {
    let Look { environments, redirects, open_in, live_only, theme, compact } = look;
    let id = unique_id();
    let strings = &widget.strings();
    let opens = format_id(&id, "opens");
    view! {
        <section
            class=if compact { "pml-root pml-compact" } else { "pml-root" }
            part="root"
            lang=strings.lang.to_string()
            data-theme=theme.map(Theme::as_str)
            data-environment=now(widget, |flow, _, _| Some(flow.environment().as_str().into()))
            data-live-only=live_only.as_str()
            aria-label=strings.redirects.to_string()
        >
            {(environments.len() > 1)
                .then(|| {
                    view! {
                        <fieldset class="pml-environments" part="environments">
                            <legend class="pml-legend">{strings.environments.to_string()}</legend>
                            {environments
                                .into_iter()
                                .map(|environment| {
                                    environment_choice(widget, strings, &id, environment)
                                })
                                .collect_view()}
                        </fieldset>
                    }
                })}
            // A part of each button's name.
            <span id=opens.clone() hidden>
                {text_now(
                    widget,
                    |flow, strings, _| Some(strings.paddle(flow.environment()).to_owned()),
                )}
            </span>
            <ul
                class="pml-redirects"
                part="redirects"
                on:keydown:capture=|event| ignore_held_enter(&event)
                on:pointerenter=move |_| widget.expect_a_click()
                on:focusin:capture=move |_| widget.expect_a_click()
            >
                {redirects
                    .iter()
                    .map(|redirect| {
                        redirect_button(widget, strings, &opens, redirect, open_in, live_only)
                    })
                    .collect_view()}
            </ul>
            <p class="pml-status" part="status" role="status">
                {text_now(widget, status)}
            </p>
            <p
                class="pml-error"
                part="error"
                role="alert"
                // For the stylesheet: there where something failed, which `:empty` does not tell, as an
                // empty text is a space on a server; and generated text, which no screen reader
                // repeats.
                data-wait=now(
                    widget,
                    |flow, strings, _| {
                        flow.failure()?;
                        Some(flow.wait().map_or_else(String::new, |wait| text::seconds(strings, wait)))
                    },
                )
            >
                {text_now(
                    widget,
                    |flow, strings, _| {
                        flow.failure().map(|(jump, failure)| text::failure(strings, jump, failure))
                    },
                )}
            </p>
            {(open_in == OpenIn::NewTab).then(|| here_instead(widget, strings))}
        </section>
    }
}

fn environment_choice(
    widget: Widget,
    strings: &Strings,
    id: &str,
    environment: Environment,
) -> impl IntoView + use<> {
    let chosen_at_first = widget.flow(Flow::environment) == environment;
    // Refused here, not only by the flow: the browser would show the radio as checked.
    let keep_while_busy = move |event: ev::MouseEvent| {
        if widget.flow(Flow::busy).is_some() {
            event.prevent_default();
        }
    };
    let radio = view! {
        <input
            class="pml-radio"
            type="radio"
            name=format_id(id, "environment")
            value=environment.as_str()
            checked=chosen_at_first
            on:click:capture=keep_while_busy
            on:change:capture=move |_| widget.on(Event::Chosen(environment))
        />
    };
    #[cfg(feature = "hydrate")]
    let radio = radio.directive(take_over, (widget, environment));
    view! {
        <label class="pml-environment" part="environment">
            {radio}
            <span class="pml-environment-name">
                {strings.environment(environment).to_owned()}
            </span>
        </label>
    }
}

/// What was chosen on a server's page before it came alive counts, and so does what the browser has
/// filled in again.
#[cfg(feature = "hydrate")]
fn take_over(radio: web_sys::Element, (widget, environment): (Widget, Environment)) {
    use wasm_bindgen::JsCast;
    let radio: web_sys::HtmlInputElement = radio.unchecked_into();
    // Hydration takes what the server wrote for true, so not before its end.
    queue_microtask(move || {
        if radio.checked() {
            widget.on(Event::Chosen(environment));
        }
    });
}

fn redirect_button(
    widget: Widget,
    strings: &Strings,
    opens: &str,
    redirect: &Redirect,
    open_in: OpenIn,
    live_only: LiveOnly,
) -> impl IntoView + use<> {
    let target = redirect.target;
    let locked_in_sandbox = redirect.is_live_only() && live_only == LiveOnly::Disable;
    let button = Button { target: Some(target), locked: redirect.disabled, locked_in_sandbox };
    let hint_id = format_id(opens, target.as_str());
    let label_id = format_id(&hint_id, "label");
    // All that is to be seen in it, and then what colour and shape tell of it:
    // https://www.w3.org/WAI/WCAG22/Understanding/label-in-name
    let names = [&label_id, " ", &hint_id, " ", opens].concat();
    let mut label = strings.label(target).to_owned();
    if open_in == OpenIn::NewTab {
        label = [&label, " ", &strings.new_tab].concat();
    }
    view! {
        <li class="pml-item">
            <button
                class=if redirect.primary { "pml-redirect pml-primary" } else { "pml-redirect" }
                part=if redirect.primary { "redirect primary" } else { "redirect" }
                type="button"
                data-redirect=target.as_str()
                aria-labelledby=names
                aria-busy=now_for(widget, button, |flow, _, button| {
                    let busy = flow.busy().map(|jump| jump.redirect);
                    (busy.is_some() && busy == button.target).then(|| "true".into())
                })
                // Not `disabled`, which would take the focus away.
                aria-disabled=now_for(widget, button, |flow, _, button| {
                    (flow.busy().is_some() || button.is_locked(flow)).then(|| "true".into())
                })
                on:click:capture=move |_| {
                    if !widget.flow(|flow| button.is_locked(flow)) {
                        widget.on(Event::Activated(target, open_in));
                    }
                }
            >
                <span class="pml-label" id=label_id>
                    {label}
                    {redirect
                        .badge
                        .clone()
                        .map(|badge| view! { " " <span class="pml-badge">{badge}</span> })}
                </span>
                " "
                // In the sandbox the stylesheet shows the second in the place of the first.
                <span class="pml-hint" id=hint_id>
                    <span class=if redirect.disabled { "pml-reason" } else { "pml-own-hint" }>
                        {redirect.hint_in(strings).to_owned()}
                    </span>
                    {redirect.is_live_only().then(|| live_only_hint(strings))}
                </span>
            </button>
        </li>
    }
}

fn live_only_hint(strings: &Strings) -> impl IntoView + use<> {
    view! { <span class="pml-live-only">{strings.live_only.to_string()}</span> }
}

/// Shown where the browser refused a new tab.
fn here_instead(widget: Widget, strings: &Strings) -> impl IntoView + use<> {
    let open = move |_| {
        if let Some(redirect) = widget.flow(Flow::here_instead) {
            widget.on(Event::Activated(redirect, OpenIn::SameTab));
        }
    };
    view! {
        <button
            class="pml-here"
            part="here"
            type="button"
            hidden=now(widget, |flow, _, _| flow.here_instead().is_none().then(String::new))
            aria-disabled=now(widget, |flow, _, _| flow.busy().map(|_| "true".into()))
            on:click:capture=open
        >
            {strings.here_instead.to_string()}
        </button>
    }
}

/// A button, as far as what is said of it changes.
#[derive(Clone, Copy, Default)]
struct Button {
    target: Option<RedirectTarget>,
    locked: bool,
    locked_in_sandbox: bool,
}

impl Button {
    fn is_locked(self, flow: &Flow) -> bool {
        self.locked || self.locked_in_sandbox && flow.environment() == Environment::Sandbox
    }
}

/// What there is to say now, in the view.
fn now(
    widget: Widget,
    what: fn(&Flow, &Strings, Button) -> Option<String>,
) -> impl Fn() -> Option<String> + Copy + Send + Sync {
    now_for(widget, Button::default(), what)
}

fn text_now(
    widget: Widget,
    what: fn(&Flow, &Strings, Button) -> Option<String>,
) -> impl Fn() -> String + Copy + Send + Sync {
    move || widget.with(|flow, strings| what(flow, strings, Button::default()).unwrap_or_default())
}

/// What there is to say now of a button. One type for all such places, which keeps the wasm small.
fn now_for(
    widget: Widget,
    button: Button,
    what: fn(&Flow, &Strings, Button) -> Option<String>,
) -> impl Fn() -> Option<String> + Copy + Send + Sync {
    move || widget.with(|flow, strings| what(flow, strings, button))
}

fn status(flow: &Flow, strings: &Strings, _: Button) -> Option<String> {
    flow.busy()
        .map(|jump| text::opening(strings, jump, flow.slow()))
        .or_else(|| flow.opened().map(|jump| text::opened(strings, jump)))
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
