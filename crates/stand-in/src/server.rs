//! A host on loopback, which can go down and come back.

use crate::{serve, tls::Shown};
use axum::Router;
use std::{io, net::SocketAddr};
use tokio::{
    net::TcpListener,
    sync::{Mutex, watch},
    task::JoinHandle,
};

#[derive(Debug)]
pub(crate) struct Server {
    address: SocketAddr,
    origin: String,
    router: Router,
    tls: Option<watch::Receiver<Shown>>,
    task: Mutex<JoinHandle<()>>,
}

impl Server {
    /// Starts it on a port, or on any if that is 0.
    pub(crate) async fn start(
        router: Router,
        port: u16,
        tls: Option<watch::Receiver<Shown>>,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", port)).await?;
        let address = listener.local_addr()?;
        let task = Mutex::new(tokio::spawn(serve::serve(listener, router.clone(), tls.clone())));
        let scheme = if tls.is_some() { "https" } else { "http" };
        Ok(Self { address, origin: format!("{scheme}://{address}"), router, tls, task })
    }

    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    pub(crate) async fn stop(&self) {
        let mut task = self.task.lock().await;
        task.abort();
        // The listener is closed once the task has ended.
        let _ = (&mut *task).await;
        *task = tokio::spawn(async {});
    }

    pub(crate) async fn start_again(&self) -> io::Result<()> {
        let mut task = self.task.lock().await;
        let listener = TcpListener::bind(self.address).await?;
        *task = tokio::spawn(serve::serve(listener, self.router.clone(), self.tls.clone()));
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.get_mut().abort();
    }
}
