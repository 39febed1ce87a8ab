//! One seller, one click, one code, one jump: from a platform's payments page into the Paddle
//! dashboard.
//!
//! [`MagicLinks`] is a Leptos component. A click on one of its buttons asks the platform's own
//! backend for a one-time code and sends the window to the magic link made from it:
//!
//! ```
//! use leptos::prelude::*;
//! use paddle_magic_links::MagicLinks;
//!
//! #[component]
//! fn Payments() -> impl IntoView {
//!     view! {
//!         <h2>"Manage your payments in Paddle"</h2>
//!         <MagicLinks endpoint="/api/paddle/magic-sessions" />
//!     }
//! }
//! ```
//!
//! The backend's part is described in the README; `crates/proxy` is its reference. The look is
//! [`STYLESHEET`], which the host puts into its page.

#[cfg(not(feature = "element"))]
#[expect(unreachable_pub, reason = "the macro makes an inner function as public as the component")]
mod component;
#[cfg(feature = "element")]
mod element;
mod failure;
mod flow;
#[cfg(not(feature = "element"))]
mod frame;
mod navigate;
#[cfg(not(feature = "element"))]
mod new_tab;
mod page;
mod random;
mod redirect;
mod session;
#[cfg(not(feature = "element"))]
mod sign_in;
mod tab;
mod text;
mod view;
mod widget;
mod words;

#[cfg(not(feature = "element"))]
pub use component::{MagicLinks, MagicLinksProps};
pub use failure::JumpError;
pub use flow::{Jump, OpenIn};
pub use paddle_magic_links_protocol::{
    Code, Dashboard, Environment, InvalidCode, InvalidOrigin, RedirectTarget, Refusal, RefusalCode,
    RequestId, UnknownEnvironment, UnknownRedirectTarget,
};
pub use paddle_magic_links_strings::Strings;
pub use redirect::{LiveOnly, Redirect};
pub use session::{FetchError, FetchSession};
pub use view::Theme;
pub use web_sys::{AbortSignal, RequestCredentials};

/// The widget's styles, for a route of the platform's server. They are the files in
/// `style/magic-links`, in alphabetical order.
pub const STYLESHEET: &str = concat!(
    include_str!("../style/magic-links/base.css"),
    include_str!("../style/magic-links/controls.css"),
    include_str!("../style/magic-links/interaction.css"),
    include_str!("../style/magic-links/messages.css"),
    include_str!("../style/magic-links/system.css"),
);
