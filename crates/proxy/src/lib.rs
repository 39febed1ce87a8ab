#![doc = include_str!("../README.md")]

mod api;
mod audit;
mod connector;
mod endpoint;
mod in_progress;
mod ledger;
mod limits;
mod magic_session;
#[cfg(feature = "metrics")]
mod meter;
mod origins;
mod paddle;
mod paddle_response;
mod policy;
mod proxy;
mod response;
mod running;
mod seller;
mod sellers;
mod setup_error;
mod user_api_key;

pub use audit::{Audit, Cause};
pub use in_progress::InProgress;
#[cfg(feature = "redis")]
pub use ledger::shared::SharedLimits;
pub use limits::{Limits, Rate};
pub use paddle::{Paddle, PaddleBuilder};
pub use paddle_magic_links_protocol::{
    Environment, InvalidOrigin, PROXY_PATH, RedirectTarget, Refusal, RefusalCode, RequestId,
    SessionRequest,
};
pub use policy::{FreshSignIn, Policy};
pub use proxy::Proxy;
pub use seller::{Seller, SellerId};
pub use sellers::Sellers;
pub use setup_error::SetupError;
pub use user_api_key::{InvalidUserApiKey, UserApiKey};

pub use rustls;
