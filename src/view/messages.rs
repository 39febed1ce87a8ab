//! The status, the error, and the controls that lead on from an error.

use super::reactive::{SIGN_IN, Value, attribute, attribute_of, text};
use crate::{controller::Controller, words::Words};
use leptos::prelude::*;
use paddle_magic_links_flow::{Event, Flow, OpenIn, message};

/// The dashboard is about to open, or has opened in a new tab.
pub(super) fn status(controller: Controller) -> impl IntoView {
    line(
        controller,
        ["pml-status", "status", "status"],
        // The button shows that a jump has begun.
        |flow, _, _| (flow.is_slow() || flow.opened_in_new_tab().is_some()).then(String::new),
        |flow, strings, _| {
            let opening = |jump| message::opening(strings, jump, flow.is_slow());
            let opened = || flow.opened_in_new_tab().map(|jump| message::opened(strings, jump));
            flow.pending().map(opening).or_else(opened)
        },
        |_, _, _| None,
    )
}

/// Why the last jump failed, with a countdown if there is one.
pub(super) fn error(controller: Controller) -> impl IntoView {
    line(
        controller,
        ["pml-error", "error", "alert"],
        |flow, strings, _| {
            let (_, failure) = flow.failure()?;
            Some(message::countdown(strings, failure, flow.seconds_left()).unwrap_or_default())
        },
        |flow, strings, _| {
            flow.failure().map(|(jump, failure)| message::failure(strings, jump, failure))
        },
        |flow, strings, _| {
            let (_, failure) = flow.failure()?;
            message::countdown(strings, failure, failure.countdown())
        },
    )
}

/// The link to the platform's sign-in. Without `href` it is not shown.
pub(super) fn sign_in(controller: Controller, words: &Words) -> impl IntoView + use<> {
    view! {
        <a
            class="pml-sign-in"
            part="sign-in"
            href=attribute_of(controller, SIGN_IN, |_, _, _| None)
        >
            {words.say(|strings| &strings.sign_in)}
        </a>
    }
}

/// The button that opens the dashboard in this tab after the browser blocked a new one.
pub(super) fn same_tab_fallback(controller: Controller, words: &Words) -> impl IntoView + use<> {
    let open = move |_| {
        if let Some(redirect) = controller.with_untracked(Flow::same_tab_fallback) {
            controller.on(Event::Clicked(redirect, OpenIn::SameTab));
        }
    };
    let button = view! {
        <button
            class="pml-here"
            part="here"
            type="button"
            hidden=attribute(
                controller,
                |flow, _, _| flow.same_tab_fallback().is_none().then(String::new),
            )
            aria-disabled=attribute(
                controller,
                |flow, _, _| flow.pending().map(|_| "true".into()),
            )
            on:click:capture=open
        >
            {words.say(|strings| &strings.open_here)}
        </button>
    };
    #[cfg(not(feature = "element"))]
    let button = button.add_any_attr(leptos::attr::disabled(move || controller.disabled()));
    button
}

/// A live region. `data-seen` is for the stylesheet: the line is visible while the attribute exists
/// (`:empty` would not do, as a server renders an empty text as a space), and shows the attribute as
/// generated text, which screen readers don't repeat when it changes. They read `text` and `unseen`.
fn line(
    controller: Controller,
    [class, part, role]: [&'static str; 3],
    seen: Value,
    text_value: Value,
    unseen: Value,
) -> impl IntoView {
    view! {
        <p class=class part=part role=role data-seen=attribute(controller, seen)>
            {text(controller, text_value)} <span class="pml-said">{text(controller, unseen)}</span>
        </p>
    }
}
