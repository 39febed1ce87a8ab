//! Real browsers, a platform for them, and a recording proxy in between.

pub(crate) mod browser;
pub(crate) mod element;
pub(crate) mod engine;
pub(crate) mod mishap;
pub(crate) mod platform;
pub(crate) mod relay;
pub(crate) mod scenario;
