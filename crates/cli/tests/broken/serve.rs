//! Serves connections.

use crate::{flaw::Flaw, proxy::Proxy};
use axum::body::Body;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::{convert::Infallible, time::Duration};
use tokio::{net::TcpListener, task::JoinSet};

/// How long a request's head may take.
const HEAD_LIMIT: Duration = Duration::from_secs(2);

pub(crate) async fn serve(listener: TcpListener, proxy: Proxy) {
    // They end with this task.
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        while connections.try_join_next().is_some() {}
        let proxy = proxy.clone();
        connections.spawn(async move {
            let limit = (!proxy.has(Flaw::HalfRequests)).then_some(HEAD_LIMIT);
            let service = service_fn(async |request: hyper::Request<Incoming>| {
                Ok::<_, Infallible>(proxy.respond(request.map(Body::new)).await)
            });
            let mut http = http1::Builder::new();
            http.timer(TokioTimer::new()).header_read_timeout(limit);
            // Its client sees how it ended.
            let _ = http.serve_connection(TokioIo::new(stream), service).await;
        });
    }
}
