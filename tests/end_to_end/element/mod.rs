//! What only the custom element has.

mod calls;
mod diagnosis;
mod early_click;
mod focus;
mod languages;
mod lists;
mod loading;
mod manifest;
mod markup;
mod older_browsers;
mod page;
mod pages;
mod pinned_files;
mod placeholder;
mod policies;
mod releases;
mod styles;

use crate::harness::scenario::Scenario;

pub(crate) fn scenarios() -> Vec<Scenario> {
    [
        calls::scenarios(),
        diagnosis::scenarios(),
        early_click::scenarios(),
        focus::scenarios(),
        languages::scenarios(),
        lists::scenarios(),
        loading::scenarios(),
        manifest::scenarios(),
        markup::scenarios(),
        older_browsers::scenarios(),
        pages::scenarios(),
        page::scenarios(),
        pinned_files::scenarios(),
        policies::scenarios(),
        placeholder::scenarios(),
        releases::scenarios(),
        styles::scenarios(),
    ]
    .concat()
}
