//! A seller's click, from the platform's page into the dashboard: the page as it is shipped, the
//! proxy, the stand-in, and real browsers between them.

mod axe;
mod browser;
mod click;
#[cfg(unix)]
mod demo_command;
mod diagnosis;
mod element;
mod element_bundled;
mod element_calls;
mod element_early_click;
mod element_focus;
mod element_languages;
mod element_lists;
mod element_loading;
mod element_manifest;
mod element_markup;
mod element_pages;
mod element_placeholder;
mod element_releases;
mod element_styles;
mod engine;
mod examples;
mod faults;
mod frames;
mod hosts;
mod islands;
mod keyboard;
mod layout;
mod layout_shift;
mod new_tab;
mod older_browsers;
mod pictures;
mod platform;
mod react;
mod relay;
mod replies;
mod scenario;
mod screen_reader;
mod secrets;
mod sign_in;
mod ways_back;

use scenario::Table;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = libtest_mimic::Arguments::from_args();
    let table = Table::default();
    let trials = [
        axe::scenarios(),
        click::scenarios(),
        #[cfg(unix)]
        demo_command::scenarios(),
        diagnosis::scenarios(),
        element::scenarios(),
        element_bundled::scenarios(),
        element_calls::scenarios(),
        element_early_click::scenarios(),
        element_focus::scenarios(),
        element_languages::scenarios(),
        element_lists::scenarios(),
        element_loading::scenarios(),
        element_manifest::scenarios(),
        element_markup::scenarios(),
        element_pages::scenarios(),
        element_placeholder::scenarios(),
        element_releases::scenarios(),
        element_styles::scenarios(),
        examples::scenarios(),
        faults::scenarios(),
        frames::scenarios(),
        hosts::scenarios(),
        islands::scenarios(),
        keyboard::scenarios(),
        layout::scenarios(),
        layout_shift::scenarios(),
        new_tab::scenarios(),
        older_browsers::scenarios(),
        pictures::scenarios(),
        react::scenarios(),
        replies::scenarios(),
        screen_reader::scenarios(),
        secrets::scenarios(),
        sign_in::scenarios(),
        ways_back::scenarios(),
    ]
    .iter()
    .flatten()
    .flat_map(|scenario| table.trials(scenario))
    .collect();
    let conclusion = libtest_mimic::run(&arguments, trials);
    if !arguments.list {
        table.print(&conclusion);
    }
    conclusion.exit_code()
}
