//! Serves connections, which a fault can end in ways that a router can't.

use crate::tls::Shown;
use axum::{BoxError, Router, body::Body, extract::Request, response::Response};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use socket2::{SockRef, Socket};
use std::{io, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinSet,
};
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt;

/// Which connection a request came on, counted from one.
#[derive(Clone, Copy)]
pub(crate) struct ConnectionNumber(pub(crate) usize);

/// How a response's connection ends instead of the response.
#[derive(Clone, Copy)]
pub(crate) enum Ending {
    Close,
    Reset,
}

pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    tls: Option<watch::Receiver<Shown>>,
) {
    // They end with this task.
    let mut connections = JoinSet::new();
    let mut number = 0;
    loop {
        while connections.try_join_next().is_some() {}
        // It fails if the client is gone already, or while this process has too many open files.
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(10)).await;
            continue;
        };
        number += 1;
        let (router, tls) = (router.clone(), tls.clone());
        connections.spawn(async move {
            // Its client sees how it ended.
            let _ = connection(stream, tls, router, ConnectionNumber(number)).await;
        });
    }
}

async fn connection(
    stream: TcpStream,
    tls: Option<watch::Receiver<Shown>>,
    router: Router,
    number: ConnectionNumber,
) -> Result<(), BoxError> {
    stream.set_nodelay(true)?;
    // Another handle of the same socket, because hyper keeps the stream.
    let socket = SockRef::from(&stream).try_clone()?;
    let Some(mut tls) = tls else {
        return requests(stream, &socket, router, number).await;
    };
    let acceptor = TlsAcceptor::from(tls.borrow_and_update().1.clone());
    let encrypted =
        async { requests(acceptor.accept(stream).await?, &socket, router, number).await };
    tokio::select! {
        biased;
        // A client must not go on with a connection that it made under another certificate.
        _ = tls.changed() => Ok(()),
        outcome = encrypted => outcome,
    }
}

async fn requests(
    stream: impl AsyncRead + AsyncWrite + Unpin,
    socket: &Socket,
    router: Router,
    number: ConnectionNumber,
) -> Result<(), BoxError> {
    let service = service_fn(async |request: hyper::Request<Incoming>| {
        let mut request: Request = request.map(Body::new);
        request.extensions_mut().insert(number);
        let response: Response =
            router.clone().oneshot(request).await.unwrap_or_else(|never| match never {});
        match response.extensions().get() {
            None => Ok(response),
            Some(Ending::Close) => Err(io::Error::other("closed, as asked for")),
            Some(Ending::Reset) => {
                socket.set_linger(Some(Duration::ZERO))?;
                Err(io::Error::other("reset, as asked for"))
            }
        }
    });
    http1::Builder::new().serve_connection(TokioIo::new(stream), service).await?;
    Ok(())
}
