//! The component of the custom element: mounts the widget into its shadow root. `element/component.js`
//! creates it and gives it an [`Element`] to talk to.

mod bridge;
mod host;
mod settings;

use crate::{
    controller::Controller,
    view::{Options, view},
};
use bridge::Element;
use leptos::{mount::mount_to, prelude::Owner};
use paddle_magic_links_flow::{Event, Flow, Jump, first_choice, is_offered};
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use send_wrapper::SendWrapper;
use std::{any::Any, cell::RefCell, sync::Arc};
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlElement;

/// The component of one element. Freeing it removes it from the page.
#[wasm_bindgen]
pub struct Component {
    // Dropped before its owner. Boxed, because its type is as long as the view's.
    view: RefCell<Option<Box<dyn Any>>>,
    element: SendWrapper<Element>,
    controller: Controller,
    _owner: Owner,
}

#[wasm_bindgen]
impl Component {
    /// A component without a view. `environment` is what the page or the seller has chosen so far.
    #[wasm_bindgen(constructor)]
    pub fn new(element: Element, environment: Option<String>) -> Self {
        let element = SendWrapper::new(element);
        let chosen = environment.and_then(|word| element.known_environment("environment", &word));
        let environment = first_choice(&element.environments(), chosen);
        let owner = Owner::new();
        let (words, host) = (element.words(), Arc::new(element.clone()));
        let controller = owner.with(|| Controller::new(environment, words, host));
        Self { view: RefCell::default(), element, controller, _owner: owner }
    }

    /// Renders it into `place` by the current settings. A pending jump continues, unless its target is no
    /// longer offered.
    pub fn show(&self, place: HtmlElement) {
        let (controller, options) = (self.controller, self.element.options());
        if controller.with_untracked(Flow::pending).is_some_and(|jump| !offers(&options, jump)) {
            self.abort();
        }
        let environment = controller.with_untracked(Flow::environment);
        let choice = first_choice(&options.environments, Some(environment));
        if choice != environment {
            controller.on(Event::EnvironmentSet(choice));
        }
        controller.set_words(self.element.words());
        let mounted = Box::new(mount_to(place, move || view(controller, options)));
        self.view.replace(Some(mounted));
    }

    /// Does what a click on the button does.
    pub fn open(&self, redirect: &str) {
        let words = RedirectTarget::ALL.map(RedirectTarget::as_str);
        let Some(at) = self.element.find("open", redirect, &words) else { return };
        let options = self.element.options();
        let environment = self.controller.with_untracked(Flow::environment);
        let jump =
            Jump { environment, redirect: RedirectTarget::ALL[at], open_in: options.open_in };
        if offers(&options, jump) {
            self.controller.on(Event::Clicked(jump.redirect, jump.open_in));
        } else {
            self.element.invalid("open", "locked or not offered");
        }
    }

    /// Selects an environment for the page, and returns whether that was possible.
    #[wasm_bindgen(js_name = setEnvironment)]
    pub fn set_environment(&self, live: bool) -> bool {
        let environment = if live { Environment::Live } else { Environment::Sandbox };
        self.controller.on(Event::EnvironmentSet(environment));
        self.controller.with_untracked(Flow::environment) == environment
    }

    /// Reports unusable settings to the page's developer.
    pub fn check(&self) {
        self.controller.check_settings();
    }

    /// Cancels the pending jump.
    pub fn abort(&self) {
        self.controller.on(Event::Cancelled);
    }
}

fn offers(options: &Options, jump: Jump) -> bool {
    options.environments.contains(&jump.environment)
        && is_offered(jump, &options.redirects, options.live_only)
}
