//! A button for each redirect target.

use super::{
    RedirectList, id,
    reactive::{Control, attribute_of},
};
use crate::{controller::Controller, words::Words};
use leptos::prelude::*;
use paddle_magic_links_flow::{Event, LiveOnly, OpenIn, Redirect};
use paddle_magic_links_strings::Strings;

/// Updates the buttons in place: each stays in the document, and with it the focus.
#[cfg(not(feature = "element"))]
pub(super) fn buttons(
    controller: Controller,
    words: &Words,
    environment_id: &str,
    redirects: RedirectList,
    open_in: OpenIn,
    live_only: LiveOnly,
) -> impl IntoView + use<> {
    let (words, environment_id) = (words.clone(), environment_id.to_owned());
    move || {
        let redirects = redirects.read();
        let button = |strings: &Strings, redirect| {
            // Its type is erased, because rustc gives up on the type of a page with the widget otherwise.
            button(controller, strings, &environment_id, redirect, open_in, live_only).into_any()
        };
        // Only the first of duplicates, because ids are unique.
        let is_first = |&(at, redirect): &(usize, &Redirect)| {
            redirects[..at].iter().all(|other| other.target != redirect.target)
        };
        words.with(|strings| {
            let once = redirects.iter().enumerate().filter(is_first);
            once.map(|(_, redirect)| button(strings, redirect)).collect_view()
        })
    }
}

#[cfg(feature = "element")]
#[expect(clippy::needless_pass_by_value, reason = "as in a Leptos page")]
pub(super) fn buttons(
    controller: Controller,
    words: &Words,
    environment_id: &str,
    redirects: RedirectList,
    open_in: OpenIn,
    live_only: LiveOnly,
) -> impl IntoView + use<> {
    let button = |redirect| {
        words.with(|strings| {
            button(controller, strings, environment_id, redirect, open_in, live_only)
        })
    };
    redirects.iter().map(button).collect_view()
}

fn button(
    controller: Controller,
    strings: &Strings,
    environment_id: &str,
    redirect: &Redirect,
    open_in: OpenIn,
    live_only: LiveOnly,
) -> impl IntoView + use<> {
    let target = redirect.target;
    let locked_in_sandbox = redirect.is_locked_in_sandbox(live_only);
    let control = Control {
        target: Some(target),
        locked: redirect.disabled,
        locked_in_sandbox,
        ..Control::default()
    };
    let hint_id = id::join(environment_id, target.as_str());
    let label_id = id::join(&hint_id, "label");
    // All visible text, and then the environment, which only colours show:
    // https://www.w3.org/WAI/WCAG22/Understanding/label-in-name
    let names = [&label_id, " ", &hint_id, " ", environment_id].concat();
    let mut label = strings.label(target).to_owned();
    if open_in == OpenIn::NewTab {
        label = [&label, " ", &strings.new_tab].concat();
    }
    let button = view! {
        <button
            class=if redirect.primary { "pml-redirect pml-primary" } else { "pml-redirect" }
            part=if redirect.primary { "redirect primary" } else { "redirect" }
            type="button"
            data-redirect=target.as_str()
            aria-labelledby=names
            aria-busy=attribute_of(controller, control, |flow, _, control| {
                let pending = flow.pending().map(|jump| jump.redirect);
                (pending.is_some() && pending == control.target).then(|| "true".into())
            })
            // Not `disabled`, which would remove the focus.
            aria-disabled=attribute_of(controller, control, |flow, _, control| {
                (flow.pending().is_some() || control.is_locked(flow)).then(|| "true".into())
            })
            on:click:capture=move |_| {
                if !controller.with_untracked(|flow| control.is_locked(flow)) {
                    controller.on(Event::Clicked(target, open_in));
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
            // In the sandbox the stylesheet shows the second in place of the first.
            <span class="pml-hint" id=hint_id>
                <span class=if redirect.disabled { "pml-reason" } else { "pml-own-hint" }>
                    {redirect.hint_in(strings).to_owned()}
                </span>
                {redirect.is_live_only().then(|| live_only_hint(strings))}
            </span>
        </button>
    };
    #[cfg(not(feature = "element"))]
    let button = button.add_any_attr(leptos::attr::disabled(move || controller.disabled()));
    view! { <li class="pml-item">{button}</li> }
}

fn live_only_hint(strings: &Strings) -> impl IntoView + use<> {
    view! { <span class="pml-live-only">{strings.live_only.to_string()}</span> }
}
