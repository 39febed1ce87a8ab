//! The pages, frameworks and bundlers that the widget is embedded in.

mod apps;
mod bundled;
mod examples;
mod islands;
mod layout_shift;
mod page;
mod playground;
mod policies;
mod react;
mod retries;
mod unbundled;

use crate::harness::scenario::Scenario;

pub(crate) fn scenarios() -> Vec<Scenario> {
    [
        apps::scenarios(),
        bundled::scenarios(),
        examples::scenarios(),
        islands::scenarios(),
        layout_shift::scenarios(),
        playground::scenarios(),
        policies::scenarios(),
        react::scenarios(),
        retries::scenarios(),
        unbundled::scenarios(),
    ]
    .concat()
}
