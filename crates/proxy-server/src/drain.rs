//! The end: requests that were accepted are served, new ones go elsewhere.

use anyhow::Result;
use std::{future::Future, time::Duration};
use tokio::sync::watch;

/// How long `/readyz` says no before connections are refused, so that load balancers notice.
#[cfg_attr(windows, expect(dead_code, reason = "only SIGTERM gives notice"))]
const NOTICE: Duration = Duration::from_secs(5);

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    Running,
    /// Not ready, but every request is served.
    Noticed,
    /// No new connections.
    Draining,
    Ended,
}

/// Until somebody ends the program: how long `/readyz` says no first.
#[cfg(unix)]
fn signals() -> Result<impl Future<Output = Duration>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut terminate, mut interrupt) =
        (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => NOTICE,
            // Somebody at a terminal does not want to wait.
            _ = interrupt.recv() => Duration::ZERO,
        }
    })
}

/// Elsewhere there is only Ctrl-C.
#[cfg(windows)]
fn signals() -> Result<impl Future<Output = Duration>> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        interrupt.recv().await;
        Duration::ZERO
    })
}

/// Goes from running to the end, on SIGTERM or SIGINT.
#[derive(Clone)]
pub(crate) struct Drain(watch::Sender<Phase>);

impl Drain {
    pub(crate) fn on_signals() -> Result<Self> {
        let drain = Self(watch::Sender::new(Phase::Running));
        let signals = signals()?;
        let own = drain.clone();
        tokio::spawn(async move {
            let notice = signals.await;
            own.0.send_replace(Phase::Noticed);
            tokio::time::sleep(notice).await;
            own.0.send_replace(Phase::Draining);
        });
        Ok(drain)
    }

    pub(crate) fn has_started(&self) -> bool {
        *self.0.borrow() > Phase::Running
    }

    /// Until no new connections are to be accepted.
    pub(crate) fn started(&self) -> impl Future<Output = ()> + Send + use<> {
        self.reached(Phase::Draining)
    }

    /// Until all requests have been served.
    pub(crate) fn ended(&self) -> impl Future<Output = ()> + Send + use<> {
        self.reached(Phase::Ended)
    }

    pub(crate) fn end(&self) {
        self.0.send_replace(Phase::Ended);
    }

    fn reached(&self, phase: Phase) -> impl Future<Output = ()> + Send + use<> {
        let mut phases = self.0.subscribe();
        async move {
            // It fails only without a sender, when there is nothing to wait for.
            let _ = phases.wait_for(|current| *current >= phase).await;
        }
    }
}
