//! A TCP or Unix socket.

use crate::{address::Address, unix_socket::UnixSocket};
use anyhow::{Context, Result};
use hyper::rt::{Read, Write};
use hyper_util::rt::TokioIo;
use std::{fmt, io, net::SocketAddr};
use tokio::net::TcpListener;

pub(crate) enum Listener {
    Tcp(TcpListener, SocketAddr),
    Unix(UnixSocket),
}

/// A connection of either kind.
pub(crate) trait Stream: Read + Write + Unpin + Send {}
impl<T: Read + Write + Unpin + Send> Stream for T {}

impl Listener {
    pub(crate) async fn bind(address: &Address) -> Result<Self> {
        match address {
            Address::Tcp(address) => {
                let listener = TcpListener::bind(address)
                    .await
                    .with_context(|| format!("can't listen on `{address}`"))?;
                let address = listener.local_addr()?;
                Ok(Self::Tcp(listener, address))
            }
            Address::Unix(path) => UnixSocket::bind(path).await.map(Self::Unix),
        }
    }

    pub(crate) async fn accept(&self) -> io::Result<Box<dyn Stream>> {
        match self {
            Self::Tcp(listener, _) => {
                let (stream, _) = listener.accept().await?;
                stream.set_nodelay(true)?;
                Ok(Box::new(TokioIo::new(stream)))
            }
            Self::Unix(socket) => socket.accept().await,
        }
    }
}

impl fmt::Display for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(_, address) => write!(f, "http://{address}"),
            Self::Unix(socket) => write!(f, "unix:{}", socket.path().display()),
        }
    }
}
