//! Tries a platform's proxy as a black box: it sends what a browser or an attacker sends, has the
//! stand-in respond as Paddle or as a broken network does, and says what to change.
//!
//! Each group of checks has a file in `groups`. A check is one entry there, with its text and the function
//! that tries it.

mod bench;
mod click;
mod contract;
mod definition;
mod engine;
mod exchange;
mod finding;
mod groups;
mod junit;
mod mask;
mod raw;
mod report;
mod selection;
mod stall;
mod subject;
mod text;
mod trial;

pub use contract::OPENAPI;
pub use definition::{Check, Group, Level};
pub use engine::{Progress, Stopped, run};
pub use finding::Finding;
pub use groups::{find, group_of, groups};
pub use junit::to_junit;
pub use report::{Checked, Counts, Report, State};
pub use selection::{Selection, UnknownId};
pub use subject::{InvalidHeader, Session, Subject, Unconfigured};
pub use text::{explanation, line, summary};
