//! A TCP or Unix socket.

use crate::{address::Address, stream::Stream, unix_socket::UnixSocket};
use anyhow::{Context, Result};
use hyper_util::rt::TokioIo;
use std::{fmt, io, net::SocketAddr};
use tokio::net::TcpListener;

pub(crate) enum Listener {
    Tcp(TcpListener, SocketAddr),
    Unix(UnixSocket),
}

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
