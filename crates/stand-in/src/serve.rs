//! Serves connections, which a fault can end in ways that a router can't.

use axum::{Router, body::Body, extract::Request, response::Response};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use socket2::SockRef;
use std::{io, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinSet,
};
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

pub(crate) async fn serve(listener: TcpListener, router: Router) {
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
        let router = router.clone();
        connections.spawn(async move {
            // Its client sees how it ended.
            let _ = connection(stream, router, ConnectionNumber(number)).await;
        });
    }
}

async fn connection(
    stream: TcpStream,
    router: Router,
    number: ConnectionNumber,
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    stream.set_nodelay(true)?;
    // Another handle of the same socket, because hyper keeps the stream.
    let socket = SockRef::from(&stream).try_clone()?;
    let handle = &socket;
    let service = service_fn(async |request: hyper::Request<Incoming>| {
        let mut request: Request = request.map(Body::new);
        request.extensions_mut().insert(number);
        let response: Response =
            router.clone().oneshot(request).await.unwrap_or_else(|never| match never {});
        match response.extensions().get() {
            None => Ok(response),
            Some(Ending::Close) => Err(io::Error::other("closed, as asked for")),
            Some(Ending::Reset) => {
                handle.set_linger(Some(Duration::ZERO))?;
                Err(io::Error::other("reset, as asked for"))
            }
        }
    });
    http1::Builder::new().serve_connection(TokioIo::new(stream), service).await?;
    Ok(())
}
