//! What holds for the widget in every page, whether it is a Leptos component or the custom element.

mod announcements;
mod axe;
mod back;
mod click;
#[cfg(unix)]
mod demo_command;
mod faults;
mod foreign_codes;
mod frames;
mod keyboard;
mod landing;
mod layout;
mod navigation_failed;
mod new_tab;
mod pictures;
mod replies;
mod screen_reader;
mod secrets;
mod sign_in;
mod sleep;
mod waits;

use crate::harness::scenario::Scenario;

pub(crate) fn scenarios() -> Vec<Scenario> {
    [
        announcements::scenarios(),
        axe::scenarios(),
        back::scenarios(),
        click::scenarios(),
        #[cfg(unix)]
        demo_command::scenarios(),
        faults::scenarios(),
        foreign_codes::scenarios(),
        frames::scenarios(),
        keyboard::scenarios(),
        landing::scenarios(),
        layout::scenarios(),
        new_tab::scenarios(),
        navigation_failed::scenarios(),
        pictures::scenarios(),
        replies::scenarios(),
        screen_reader::scenarios(),
        secrets::scenarios(),
        sign_in::scenarios(),
        sleep::scenarios(),
        waits::scenarios(),
    ]
    .concat()
}
