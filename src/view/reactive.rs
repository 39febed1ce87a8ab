//! Attributes and texts that follow the flow.

use crate::controller::Controller;
use paddle_magic_links_flow::Flow;
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use paddle_magic_links_strings::Strings;

/// What a changing attribute depends on besides the flow.
#[derive(Clone, Copy, Default)]
pub(super) struct Control {
    pub(super) target: Option<RedirectTarget>,
    pub(super) locked: bool,
    pub(super) locked_in_sandbox: bool,
    pub(super) signs_in: bool,
}

/// The link to the host's sign-in.
pub(super) const SIGN_IN: Control =
    Control { target: None, locked: false, locked_in_sandbox: false, signs_in: true };

impl Control {
    pub(super) fn is_locked(self, flow: &Flow) -> bool {
        self.locked || self.locked_in_sandbox && flow.environment() == Environment::Sandbox
    }
}

/// The value of an attribute, or a text.
pub(super) type Value = fn(&Flow, &Strings, Control) -> Option<String>;

/// An attribute that is absent while its value is `None`.
pub(super) fn attribute(
    controller: Controller,
    value: Value,
) -> impl Fn() -> Option<String> + Copy + Send + Sync {
    attribute_of(controller, Control::default(), value)
}

/// A text that is empty while its value is `None`.
pub(super) fn text(
    controller: Controller,
    value: Value,
) -> impl Fn() -> String + Copy + Send + Sync {
    move || {
        controller
            .with(|flow, strings| value(flow, strings, Control::default()).unwrap_or_default())
    }
}

/// An attribute of a certain control. All attributes are closures of this one type, which keeps the wasm
/// small.
pub(super) fn attribute_of(
    controller: Controller,
    control: Control,
    value: Value,
) -> impl Fn() -> Option<String> + Copy + Send + Sync {
    move || {
        if control.signs_in {
            return controller.sign_in();
        }
        controller.with(|flow, strings| value(flow, strings, control))
    }
}
