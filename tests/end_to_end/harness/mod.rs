//! What scenarios run on: browsers, a platform, and a recording proxy between them.

pub(crate) mod app_server;
pub(crate) mod axe;
pub(crate) mod browser;
pub(crate) mod element;
pub(crate) mod engine;
pub(crate) mod platform;
pub(crate) mod relay;
pub(crate) mod relay_fault;
pub(crate) mod scenario;
