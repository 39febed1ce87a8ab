//! Where a listener is.

use serde::Deserialize;
use std::{net::SocketAddr, path::PathBuf};

/// `127.0.0.1:8443`, or `unix:/run/….sock`.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) enum Address {
    Tcp(SocketAddr),
    Unix(PathBuf),
}

impl TryFrom<String> for Address {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.strip_prefix("unix:") {
            Some(_) if !cfg!(unix) => Err(format!("this system has no Unix sockets: `{text}`")),
            Some("") => Err("`unix:` needs a path".into()),
            Some(path) => Ok(Self::Unix(path.into())),
            None => text.parse().map(Self::Tcp).map_err(|_| {
                format!(
                    "`{text}` is neither an IP address with a port, such as `127.0.0.1:8443`, nor \
                     `unix:` with a path"
                )
            }),
        }
    }
}
