//! Builds a page with the packed package in each bundler and framework, into `target/hosts`. Hosts that
//! have an example are not built again.

use super::npm_app;
use crate::{command, files, setup};
use anyhow::Result;

/// Each host, with the files or directories that it shares with others: source and destination.
const HOSTS: [(&str, &[(&str, &str)]); 11] = [
    ("astro", &[]),
    ("esbuild", &[SCRIPT, ("tests/hosts/plain/module.html", "public/index.html")]),
    ("next-15", &[("examples/nextjs/app", "app")]),
    ("nuxt", &[]),
    ("parcel", &[SCRIPT, ("tests/hosts/plain/module.html", "src/index.html")]),
    ("rollup", &[SCRIPT, ("tests/hosts/plain/module.html", "public/index.html")]),
    ("rspack", &[SCRIPT, ("tests/hosts/plain/classic.html", "public/index.html")]),
    ("sveltekit", &[]),
    ("vite-6", &REACT),
    ("vite-7", &REACT),
    ("webpack", &[SCRIPT, ("tests/hosts/plain/classic.html", "public/index.html")]),
];
const SCRIPT: (&str, &str) = ("tests/hosts/plain/index.js", "src/index.js");
const REACT: [(&str, &str); 2] =
    [("examples/react/index.html", "index.html"), ("examples/react/src", "src")];

pub(crate) fn run() -> Result<()> {
    setup::to_build()?;
    let hosts = command::target().join("hosts");
    npm_app::lay(&command::root().join("tests/hosts"), &hosts)?;
    for (name, shared) in HOSTS {
        for (from, to) in shared {
            files::copy(&command::root().join(from), &hosts.join(name).join(to))?;
        }
    }
    npm_app::install(&hosts)?;
    HOSTS.iter().try_for_each(|(name, _)| npm_app::build(&hosts.join(name)))
}
