//! The reference backend proxy of the magic-links widget.
//!
//! A platform mounts [`router`] into its own axum app. On the widget's
//! `POST /api/paddle/magic-sessions`, it gets a one-time code from Paddle with the seller's user API
//! key, which never leaves the backend:
//!
//! ```
//! use axum::http::request::Parts;
//! use paddle_magic_links_proxy::{
//!     Environment, Paddle, Refusal, RefusalCode, SecretString, SellerKeys, SessionRequest,
//! };
//!
//! #[derive(Clone)]
//! struct OurSellers;
//!
//! impl SellerKeys for OurSellers {
//!     async fn user_api_key(
//!         &self,
//!         request: &Parts,
//!         asked: SessionRequest,
//!     ) -> Result<SecretString, Refusal> {
//!         let seller = request.extensions.get::<u64>().ok_or(RefusalCode::SessionExpired)?;
//!         match (seller, asked.environment) {
//!             (7, Environment::Live) => Ok("the-key-from-your-vault".into()),
//!             _ => Err(RefusalCode::EnvironmentNotConfigured.into()),
//!         }
//!     }
//! }
//!
//! let app: axum::Router = paddle_magic_links_proxy::router(Paddle::new(), OurSellers);
//! ```
//!
//! Neither the key nor the code is ever logged. `tracing` gets one event for each request, with
//! the environment, the redirect target, the outcome, and Paddle's request id.

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

mod api;
mod endpoint;
mod paddle;
mod seller_keys;

pub use endpoint::router;
pub use paddle::Paddle;
pub use paddle_magic_links_protocol::{
    Environment, InvalidOrigin, PROXY_PATH, RedirectTarget, Refusal, RefusalCode, SessionRequest,
};
pub use secrecy::SecretString;
pub use seller_keys::SellerKeys;
