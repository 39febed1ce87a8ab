//! Takes pictures of the widget in each look and state.

use super::e2e;
use crate::{build::fresh::Build, command, setup};
use anyhow::Result;
use std::fs;

pub(crate) fn run() -> Result<()> {
    setup::everything(setup::in_ci())?;
    for build in Build::ALL {
        build.refresh()?;
    }
    command::run(e2e::runner()?.args(["--", "::pictures::"]))?;
    let pictures = command::target().join("pictures");
    for name in ["payments-page.png", "looks.png", "themes.png"] {
        fs::copy(pictures.join(name), command::root().join("docs").join(name))?;
    }
    println!("{}", pictures.join("contact-sheet.png").display());
    Ok(())
}
