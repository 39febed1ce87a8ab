//! Builds the demo page, the custom element's package, the pages that use it, the reference proxies, and
//! the documentation's site.

mod budget;
pub(crate) mod compiled;
mod editors;
pub(crate) mod element;
pub(crate) mod esbuild;
mod examples;
pub(crate) mod fresh;
pub(crate) mod hash;
mod hosts;
mod languages;
pub(crate) mod licences;
mod npm_app;
pub(crate) mod package;
pub(crate) mod page;
mod playground;
mod proxies;
mod react;
mod scripts;
pub(crate) mod site;
pub(crate) mod wasm;
