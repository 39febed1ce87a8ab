//! The reference proxies, each with the page of an invented platform.

mod platform;
mod references;

use crate::harness::scenario::Scenario;

pub(crate) fn scenarios() -> Vec<Scenario> {
    references::scenarios()
}
