//! Takes pictures of the widget in each look and state.

use crate::{command, dist, setup, test};
use anyhow::Result;
use std::fs;

pub(crate) fn run() -> Result<()> {
    setup::everything()?;
    command::run(command::new("trunk").args(["build", "--release"]))?;
    dist::run()?;
    command::run(test::end_to_end().args(["--", "pictures::"]))?;
    let pictures = command::target().join("pictures");
    for name in ["payments-page.png", "looks.png", "themes.png"] {
        fs::copy(pictures.join(name), command::root().join("docs").join(name))?;
    }
    println!("{}", pictures.join("contact-sheet.png").display());
    Ok(())
}
