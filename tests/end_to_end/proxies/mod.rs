//! The reference proxies, each with the page of an invented platform.

mod conformance;
mod platform;
mod references;

use crate::harness::scenario::Scenario;

pub(crate) fn scenarios() -> Vec<Scenario> {
    [conformance::scenarios(), references::scenarios()].concat()
}
