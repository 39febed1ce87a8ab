//! Serves connections, with limits that a router can't have.

use crate::listener::Listener;
use axum::Router;
use hyper::server::conn::http1;
use hyper_util::{rt::TokioTimer, service::TowerToHyperService};
use std::{future::Future, pin::pin, sync::Arc, time::Duration};
use tokio::{sync::Semaphore, time::timeout};

/// How long the headers of a request may take.
const HEADER_LIMIT: Duration = Duration::from_secs(5);

/// Connections at a time. The others wait in the system's queue.
const CONNECTIONS: u32 = 1024;

/// How long requests that were accepted may take after the end has begun. The proxy's own limit is shorter.
const DRAIN_LIMIT: Duration = Duration::from_secs(15);

/// Serves until `end`, and then what was accepted.
pub(crate) async fn serve(listener: Listener, router: Router, end: impl Future<Output = ()>) {
    let connections = Arc::new(Semaphore::new(CONNECTIONS as usize));
    let mut end = pin!(end);
    loop {
        let accepted = async {
            let permit = connections.clone().acquire_owned().await;
            (listener.accept().await, permit)
        };
        let (accepted, permit) = tokio::select! {
            accepted = accepted => accepted,
            () = &mut end => break,
        };
        let stream = match accepted {
            Ok(stream) => stream,
            Err(error) => {
                tracing::error!(%error, "can't accept a connection");
                // Too many open files, for example: some have to be closed first.
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            // One request for each connection. Otherwise hyper's limit for headers would also close idle
            // connections, perhaps just when a load balancer sends a request on one.
            .keep_alive(false)
            .header_read_timeout(HEADER_LIMIT)
            .serve_connection(stream, TowerToHyperService::new(router.clone()));
        tokio::spawn(async move {
            // A browser that leaves is no event.
            let _ = connection.await;
            drop(permit);
        });
    }
    drop(listener);
    // Each connection ends after its request, and then gives its permit back.
    if timeout(DRAIN_LIMIT, connections.acquire_many(CONNECTIONS)).await.is_err() {
        tracing::warn!("some requests were not finished in time");
    }
}
