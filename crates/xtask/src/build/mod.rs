//! Builds the demo page, the custom element's package, and the pages that use the package.

mod budget;
pub(crate) mod element;
pub(crate) mod esbuild;
mod examples;
pub(crate) mod fresh;
mod hash;
mod hosts;
mod languages;
mod npm_app;
pub(crate) mod package;
pub(crate) mod page;
mod react;
mod scripts;
pub(crate) mod wasm;
