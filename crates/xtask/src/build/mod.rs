//! Builds the demo page, the custom element's package, and the pages that use the package.

pub(crate) mod budget;
pub(crate) mod element;
mod examples;
pub(crate) mod fresh;
mod hash;
mod hosts;
mod languages;
mod npm_app;
mod react;
pub(crate) mod wasm;
