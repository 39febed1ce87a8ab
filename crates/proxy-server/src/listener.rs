//! A TCP or Unix socket.

use anyhow::{Context, Result, bail};
use hyper::rt::{Read, Write};
use hyper_util::rt::TokioIo;
use std::{fmt, fs, io, os::unix::fs::FileTypeExt, path::PathBuf};
use tokio::net::{TcpListener, UnixListener};

pub(crate) enum Listener {
    Tcp(TcpListener, std::net::SocketAddr),
    Unix(UnixListener, PathBuf),
}

/// A connection of either kind.
pub(crate) trait Stream: Read + Write + Unpin + Send {}
impl<T: Read + Write + Unpin + Send> Stream for T {}

impl Listener {
    /// Listens on `127.0.0.1:8443` or `unix:/run/….sock`.
    pub(crate) async fn bind(address: &str) -> Result<Self> {
        if let Some(path) = address.strip_prefix("unix:") {
            let path = PathBuf::from(path);
            // A socket that an earlier run has left behind.
            if fs::symlink_metadata(&path).is_ok_and(|file| file.file_type().is_socket()) {
                if tokio::net::UnixStream::connect(&path).await.is_ok() {
                    bail!("{} is in use by another program", path.display());
                }
                fs::remove_file(&path).with_context(|| path.display().to_string())?;
            }
            let listener = UnixListener::bind(&path).with_context(|| path.display().to_string())?;
            return Ok(Self::Unix(listener, path));
        }
        let listener = TcpListener::bind(address)
            .await
            .with_context(|| format!("can't listen on `{address}`"))?;
        let address = listener.local_addr()?;
        Ok(Self::Tcp(listener, address))
    }

    pub(crate) async fn accept(&self) -> io::Result<Box<dyn Stream>> {
        Ok(match self {
            Self::Tcp(listener, _) => {
                let (stream, _) = listener.accept().await?;
                stream.set_nodelay(true)?;
                Box::new(TokioIo::new(stream))
            }
            Self::Unix(listener, _) => Box::new(TokioIo::new(listener.accept().await?.0)),
        })
    }
}

impl fmt::Display for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(_, address) => write!(f, "http://{address}"),
            Self::Unix(_, path) => write!(f, "unix:{}", path.display()),
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        if let Self::Unix(_, path) = self {
            let _ = fs::remove_file(path);
        }
    }
}
