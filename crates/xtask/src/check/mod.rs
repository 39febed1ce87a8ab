//! Checks, tests and measures.

pub(crate) mod bench;
mod dependencies;
pub(crate) mod e2e;
pub(crate) mod fuzz;
pub(crate) mod mutants;
pub(crate) mod packages;
pub(crate) mod pictures;
pub(crate) mod rust_version;
pub(crate) mod test;
