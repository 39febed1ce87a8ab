//! What only the custom element has.

mod csrf;
mod diagnosis;
mod early_click;
mod environment;
mod events;
mod fetch_session;
mod focus;
mod language_loading;
mod languages;
mod lists;
mod loading;
mod manifest;
mod markup;
mod mounts;
mod older_browsers;
mod open;
mod pages;
mod pinned_files;
mod placeholder;
mod policies;
mod releases;
mod settings;
mod several;
mod styles;

use crate::harness::scenario::Scenario;

pub(crate) fn scenarios() -> Vec<Scenario> {
    [
        csrf::scenarios(),
        diagnosis::scenarios(),
        early_click::scenarios(),
        environment::scenarios(),
        events::scenarios(),
        fetch_session::scenarios(),
        focus::scenarios(),
        language_loading::scenarios(),
        languages::scenarios(),
        lists::scenarios(),
        loading::scenarios(),
        manifest::scenarios(),
        markup::scenarios(),
        mounts::scenarios(),
        older_browsers::scenarios(),
        open::scenarios(),
        pages::scenarios(),
        pinned_files::scenarios(),
        placeholder::scenarios(),
        policies::scenarios(),
        releases::scenarios(),
        settings::scenarios(),
        several::scenarios(),
        styles::scenarios(),
    ]
    .concat()
}
