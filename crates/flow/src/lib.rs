//! What a click on a magic link does, step by step.
//!
//! Pure: no browser, no network, no clock. [`Flow`] takes in what happens and decides what to do and
//! what to tell the host; [`message`] puts it into words.

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

mod event;
mod failure;
mod flow;
mod jump;
pub mod message;
mod offer;
mod redirect;

pub use event::{Decision, Effect, Event, Notification, Ticket};
pub use failure::{Failure, JumpError};
pub use flow::Flow;
pub use jump::{Jump, OpenIn};
pub use offer::{first_choice, is_offered};
pub use redirect::{LiveOnly, Redirect};
