//! Checks, tests and measures.

pub(crate) mod bench;
mod dependencies;
pub(crate) mod e2e;
pub(crate) mod fuzz;
pub(crate) mod mutants;
pub(crate) mod npm_package;
pub(crate) mod packages;
pub(crate) mod pictures;
pub(crate) mod public_api;
pub(crate) mod reproducible;
pub(crate) mod rust_version;
mod snapshot;
pub(crate) mod test;
