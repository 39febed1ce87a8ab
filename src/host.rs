//! What the widget is embedded in: the settings it gives, and what it is told. Implemented by the Leptos
//! component and by the custom element.

use crate::{session::Source, tab::Tab};
use paddle_magic_links_flow::{Failure, Jump, JumpError, OpenIn};
use paddle_magic_links_protocol::{Dashboard, Environment};
use paddle_magic_links_strings::Strings;
use std::time::Duration;

pub(crate) trait Host: Send + Sync {
    /// Where codes come from now. `None` if that is unusable, which the page's developer has been told.
    fn source(&self) -> Option<Source>;
    /// Where the dashboards are. `None` if that is unusable, which the page's developer has been told.
    fn dashboard(&self) -> Option<Dashboard>;
    /// How long a request may take.
    fn timeout(&self) -> Duration;
    /// Whether Paddle can be opened from the frame that the page may be in. If not, the page's developer
    /// reads why on the console.
    fn can_open(&self, open_in: OpenIn) -> bool;
    /// Opens a new tab, in the click. `None` if the browser shows one page only.
    fn open_tab(&self, strings: &Strings) -> Result<Option<Tab>, Failure>;
    /// A jump starts; no code is requested yet.
    fn start(&self, jump: Jump);
    /// The code has arrived. `false` declines the navigation.
    fn navigate(&self, jump: Jump) -> bool;
    /// A jump failed. The view shows it in a microtask that is queued already; the page must hear of it
    /// after that.
    fn error(&self, error: JumpError);
    /// The seller is back from Paddle.
    fn returned(&self);
    /// The seller chose another environment.
    fn environment_change(&self, environment: Environment);
    /// A setting is unusable: tells the page's developer how to fix it.
    fn invalid(&self, name: &str, reason: &str);
    /// The URL of the platform's sign-in, including the way back.
    fn sign_in(&self) -> Option<String>;
    /// Whether the widget is disabled. The custom element disables its own `<fieldset>`.
    #[cfg(not(feature = "element"))]
    fn disabled(&self) -> bool;
    /// Called after every event.
    fn state(&self, _pending: bool, _failed: bool) {}
}
