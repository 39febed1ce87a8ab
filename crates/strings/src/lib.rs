//! Every text that a seller reads, in each language.

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

mod dictionary;
mod fill;
mod languages;
mod lookup;
mod names;
mod pseudo;
mod strings;

pub use fill::fill;
pub use lookup::primary;
pub use strings::Strings;
