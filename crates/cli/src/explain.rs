//! `magic-links explain`: what a check wants.

use anyhow::{Context, Result};
use clap::Args;
use paddle_magic_links_cli::check::{OPENAPI, explanation, find, groups};

#[derive(Args)]
pub(crate) struct Arguments {
    /// The check, such as C-4. Without one, all are listed.
    id: Option<String>,
    /// Print the contract.
    #[arg(long, conflicts_with = "id")]
    contract: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    if arguments.contract {
        print!("{OPENAPI}");
        return Ok(());
    }
    let Some(id) = &arguments.id else {
        for group in groups() {
            println!("{}", group.title);
            for check in group.checks {
                println!("  {:<5} {:<9} {}", check.id, check.level.as_str(), check.requirement);
            }
        }
        return Ok(());
    };
    let check =
        find(id).with_context(|| format!("no check is called {id}; leave it out to list all"))?;
    print!("{}", explanation(check));
    Ok(())
}
