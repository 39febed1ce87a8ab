//! The pages, frameworks and bundlers that the widget is embedded in.

mod apps;
mod bundled;
mod examples;
mod islands;
mod layout_shift;
mod react;

use crate::harness::scenario::Scenario;

pub(crate) fn scenarios() -> Vec<Scenario> {
    [
        apps::scenarios(),
        bundled::scenarios(),
        examples::scenarios(),
        islands::scenarios(),
        layout_shift::scenarios(),
        react::scenarios(),
    ]
    .concat()
}
