//! What holds for the widget in every page, whether it is a Leptos component or the custom element.

mod axe;
mod click;
#[cfg(unix)]
mod demo_command;
mod faults;
mod frames;
mod keyboard;
mod layout;
mod new_tab;
mod pictures;
mod replies;
mod screen_reader;
mod secrets;
mod sign_in;
mod ways_back;

use crate::harness::scenario::Scenario;

pub(crate) fn scenarios() -> Vec<Scenario> {
    [
        axe::scenarios(),
        click::scenarios(),
        #[cfg(unix)]
        demo_command::scenarios(),
        faults::scenarios(),
        frames::scenarios(),
        keyboard::scenarios(),
        layout::scenarios(),
        new_tab::scenarios(),
        pictures::scenarios(),
        replies::scenarios(),
        screen_reader::scenarios(),
        secrets::scenarios(),
        sign_in::scenarios(),
        ways_back::scenarios(),
    ]
    .concat()
}
