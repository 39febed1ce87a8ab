//! Paddle's names for magic links, and the wire contract between the widget and a platform's proxy.
//!
//! Pure: no browser, no network, no clock. Source of every name and host is Paddle's page on
//! [magic links](https://developer.paddle.com/partners/embed-billing/manage-sellers/magic-links).
//!
//! | feature | adds |
//! |---|---|
//! | `serde_json` | [`Json`] for `serde_json::Value`, to read responses from it |

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

mod code;
mod dashboard;
mod environment;
mod json;
mod magic_link;
mod origin;
mod redirect_target;
mod refusal;
mod request;
mod request_id;
mod response;
mod words;

pub use code::{Code, InvalidCode};
pub use dashboard::Dashboard;
pub use environment::{Environment, UnknownEnvironment};
pub use json::Json;
pub use magic_link::{LOGIN_PATH, MagicLink};
pub use origin::{InvalidOrigin, checked_origin, is_safe_in_transit};
pub use redirect_target::{RedirectTarget, UnknownRedirectTarget};
pub use refusal::{Refusal, RefusalCode};
pub use request::{AUTHORIZE_PATH, GUARD_HEADER, PROXY_PATH, SessionRequest};
pub use request_id::{RequestId, is_identifier};
pub use response::{MagicSession, ResponseError, SessionResponse};
