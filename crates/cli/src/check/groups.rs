//! The checks, one group a file.

mod basics;
mod cors;
mod csrf;
mod failures;
mod headers;
mod identity;
mod limits;
mod methods;
mod mutated;
mod probe;
mod request;
mod secrets;
mod time;
mod upstream;

use super::catalogue::Group;
pub(super) use probe::probe;

pub(super) const ALL: &[Group] = &[
    basics::GROUP,
    methods::GROUP,
    csrf::GROUP,
    cors::GROUP,
    request::GROUP,
    identity::GROUP,
    upstream::GROUP,
    failures::GROUP,
    headers::GROUP,
    time::GROUP,
    secrets::GROUP,
    limits::GROUP,
    mutated::GROUP,
];
