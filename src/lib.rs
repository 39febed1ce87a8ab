//! One seller, one click, one code, one jump: from a platform's payments page into the Paddle
//! dashboard.
//!
//! [`MagicLinks`] is a Leptos component. A click on one of its buttons requests a one-time code from the
//! platform's own backend and navigates to the magic link made from it:
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
//! The README describes the backend's part; the crate `paddle-magic-links-proxy` is a reference. The host
//! serves the [`STYLESHEET`].
//!
//! | feature | for |
//! |---|---|
//! | `csr` | an app that is rendered in the browser |
//! | `hydrate` | the browser's side of an app that a server renders |
//! | `ssr` | the server's side of it |
//!
//! Each forwards to the feature of that name in Leptos; none is on by default. `element` and `demo-page`
//! build this project's own programs.
//!
//! | this crate | Leptos | Rust |
//! |---|---|---|
//! | 0.1 | 0.8 | 1.88 |

#[cfg(not(feature = "element"))]
#[expect(unreachable_pub, reason = "the macro makes an inner function as public as the component")]
mod component;
mod controller;
#[cfg(feature = "element")]
mod element;
mod fetch_session;
#[cfg(not(feature = "element"))]
mod frame;
mod host;
mod jump_lock;
#[cfg(not(feature = "element"))]
mod leptos_host;
mod moment;
mod navigate;
#[cfg(not(feature = "element"))]
mod new_tab;
mod random;
mod response;
mod session;
#[cfg(not(feature = "element"))]
mod sign_in;
mod tab;
mod theme;
mod view;
mod words;

#[cfg(not(feature = "element"))]
pub use component::{MagicLinks, MagicLinksProps};
pub use fetch_session::{FetchError, FetchSession};
pub use paddle_magic_links_flow::{Jump, JumpError, LiveOnly, OpenIn, Redirect};
pub use paddle_magic_links_protocol::{
    Code, Dashboard, Environment, InvalidCode, InvalidOrigin, RedirectTarget, Refusal, RefusalCode,
    RequestId, UnknownEnvironment, UnknownRedirectTarget,
};
pub use paddle_magic_links_strings::Strings;
pub use theme::Theme;
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
