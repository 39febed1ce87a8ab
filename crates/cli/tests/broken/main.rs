//! Proxies that are wrong in one way each, which `magic-links check` has to find.

mod flaw;
mod limits;
mod matrix;
mod origins;
mod paddle;
mod paddle_response;
mod proxy;
mod question;
mod refusal;
mod response;
mod serve;
mod sessions;
