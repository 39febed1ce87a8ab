//! What the command `magic-links` is made of, for programs and tests that want it in their own process.

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

pub mod check;
mod variables;

pub use variables::variables;
