//! The view: renders the flow, and turns the seller's actions into events. The Leptos component and the
//! custom element share it.

mod environments;
mod id;
mod messages;
mod reactive;
mod redirects;

use crate::{controller::Controller, theme::Theme};
#[cfg(not(feature = "element"))]
use leptos::ev;
use leptos::prelude::*;
use paddle_magic_links_flow::{LiveOnly, OpenIn, Redirect};
use paddle_magic_links_protocol::Environment;
use reactive::{attribute, text};

/// In a Leptos page the list is a signal. The custom element renders a new view when its list changes.
#[cfg(not(feature = "element"))]
pub(crate) type RedirectList = Signal<Vec<Redirect>>;
#[cfg(feature = "element")]
pub(crate) type RedirectList = Vec<Redirect>;

/// What the view shows, and how.
pub(crate) struct Options {
    pub(crate) environments: Vec<Environment>,
    pub(crate) redirects: RedirectList,
    pub(crate) open_in: OpenIn,
    pub(crate) live_only: LiveOnly,
    pub(crate) theme: Option<Theme>,
    pub(crate) compact: bool,
}

// Listeners are `:capture` ones. Others would bring Leptos's event delegation along, which is not even
// switched on.
pub(crate) fn view(controller: Controller, options: Options) -> impl IntoView {
    let Options { environments, redirects, open_in, live_only, theme, compact } = options;
    let root_id = id::unique();
    let words = &controller.words();
    let environment_id = id::join(&root_id, "opens");
    let root = view! {
        <section
            class=if compact { "pml-root pml-compact" } else { "pml-root" }
            part="root"
            lang=words.say(|strings| &strings.lang)
            data-theme=theme.map(Theme::as_str)
            data-environment=attribute(
                controller,
                |flow, _, _| Some(flow.environment().as_str().into()),
            )
            data-live-only=live_only.as_str()
            aria-label=words.say(|strings| &strings.redirects)
        >
            {(environments.len() > 1)
                .then(|| environments::choice(controller, words, &root_id, environments))}
            // A part of each button's name.
            <span id=environment_id.clone() hidden>
                {text(
                    controller,
                    |flow, strings, _| Some(strings.paddle(flow.environment()).to_owned()),
                )}
            </span>
            <ul
                class="pml-redirects"
                part="redirects"
                on:pointerenter=move |_| controller.expect_click()
                on:focusin:capture=move |_| controller.expect_click()
            >
                {redirects::buttons(
                    controller,
                    words,
                    &environment_id,
                    redirects,
                    open_in,
                    live_only,
                )}
            </ul>
            {messages::status(controller)}
            {messages::error(controller)}
            {messages::sign_in(controller, words)}
            {(open_in == OpenIn::NewTab).then(|| messages::same_tab_fallback(controller, words))}
        </section>
    };
    // The custom element's script does the same, because it is there before the component.
    #[cfg(not(feature = "element"))]
    let root =
        root.add_any_attr(ev::on(ev::capture(ev::keydown), |event| ignore_held_enter(&event)));
    root
}

/// Holding Enter down repeats the click, but it is one activation.
#[cfg(not(feature = "element"))]
fn ignore_held_enter(event: &ev::KeyboardEvent) {
    if event.repeat() && event.key() == "Enter" {
        event.prevent_default();
    }
}
