//! In place of a Unix socket, where the system has none. `Address` refuses them first.

use crate::stream::Stream;
use anyhow::{Result, anyhow};
use std::{
    future::{Ready, ready},
    io,
    path::Path,
};

pub(crate) enum UnixSocket {}

impl UnixSocket {
    pub(crate) fn bind(path: &Path) -> Ready<Result<Self>> {
        ready(Err(anyhow!("this system has no Unix sockets: `unix:{}`", path.display())))
    }

    pub(crate) fn accept(&self) -> Ready<io::Result<Box<dyn Stream>>> {
        match *self {}
    }

    pub(crate) fn path(&self) -> &Path {
        match *self {}
    }
}
