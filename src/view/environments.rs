//! The choice between sandbox and live.

use super::id;
use crate::{controller::Controller, words::Words};
use leptos::{ev, prelude::*};
use paddle_magic_links_flow::{Event, Flow};
use paddle_magic_links_protocol::Environment;
use paddle_magic_links_strings::Strings;

pub(super) fn choice(
    controller: Controller,
    words: &Words,
    root_id: &str,
    environments: Vec<Environment>,
) -> impl IntoView + use<> {
    let option = |environment| option(controller, words, root_id, environment);
    view! {
        <fieldset class="pml-environments" part="environments">
            <legend class="pml-legend">{words.say(|strings| &strings.environments)}</legend>
            {environments.into_iter().map(option).collect_view()}
        </fieldset>
    }
}

fn option(
    controller: Controller,
    words: &Words,
    root_id: &str,
    environment: Environment,
) -> impl IntoView + use<> {
    let selected = controller.with_untracked(Flow::environment) == environment;
    // The flow ignores the choice while a jump is pending, but the browser would still check the radio.
    let keep_while_pending = move |event: ev::MouseEvent| {
        if controller.with_untracked(Flow::pending).is_some() {
            event.prevent_default();
        }
    };
    let radio = view! {
        <input
            class="pml-radio"
            type="radio"
            name=id::join(root_id, "environment")
            value=environment.as_str()
            checked=selected
            on:click:capture=keep_while_pending
            on:change:capture=move |event| {
                hide_from_forms(&event);
                controller.on(Event::EnvironmentChosen(environment));
            }
        />
    };
    // Without a form owner, no form of the page submits or resets it, or is submitted by Enter in it.
    // Forms don't reach into the custom element. https://html.spec.whatwg.org/#reset-the-form-owner
    #[cfg(not(feature = "element"))]
    let radio = radio
        .add_any_attr(leptos::attr::form(""))
        .add_any_attr(leptos::attr::disabled(move || controller.disabled()))
        .add_any_attr(ev::on(ev::capture(ev::input), |event| hide_from_forms(&event)));
    #[cfg(feature = "hydrate")]
    let radio = radio.directive(take_over, (controller, environment));
    let name: fn(&Strings) -> &str = match environment {
        Environment::Sandbox => |strings| &strings.sandbox,
        Environment::Live => |strings| &strings.live,
    };
    view! {
        <label class="pml-environment" part="environment">
            {radio}
            <span class="pml-environment-name">{words.say(name)}</span>
        </label>
    }
}

/// A form around the widget may observe what is entered in it; the choice is not part of that.
fn hide_from_forms(event: &web_sys::Event) {
    if !cfg!(feature = "element") {
        event.stop_propagation();
    }
}

/// Keeps what the seller chose before hydration, and what the browser restored in the form.
#[cfg(feature = "hydrate")]
fn take_over(radio: web_sys::Element, (controller, environment): (Controller, Environment)) {
    use wasm_bindgen::JsCast;
    let radio: web_sys::HtmlInputElement = radio.unchecked_into();
    // Hydration relies on the server's markup until it ends.
    queue_microtask(move || {
        if radio.checked() {
            controller.on(Event::EnvironmentChosen(environment));
        }
    });
}
