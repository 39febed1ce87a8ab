//! A host on loopback, which can go down and come back.

use crate::serve;
use axum::Router;
use std::{io, net::SocketAddr};
use tokio::{net::TcpListener, sync::Mutex, task::JoinHandle};

#[derive(Debug)]
pub(crate) struct Server {
    address: SocketAddr,
    origin: String,
    router: Router,
    task: Mutex<JoinHandle<()>>,
}

impl Server {
    /// Starts it on a port, or on any if that is 0.
    pub(crate) async fn start(router: Router, port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", port)).await?;
        let address = listener.local_addr()?;
        let task = Mutex::new(tokio::spawn(serve::serve(listener, router.clone())));
        Ok(Self { address, origin: format!("http://{address}"), router, task })
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
        *task = tokio::spawn(serve::serve(listener, self.router.clone()));
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.get_mut().abort();
    }
}
