//! Tries one check after the other.

use super::{
    bench::Bench,
    definition::{Check, Level, Stage},
    finding::{Finding, Problem},
    groups,
    report::{Checked, Report, State},
    selection::{Selection, UnknownId},
    subject::Subject,
    trial::Trial,
};
use paddle_magic_links_stand_in::StandIn;
use reqwest::Url;
use std::{error::Error, fmt, pin::pin, sync::Arc, time::Duration};
use tokio::{
    sync::mpsc::{UnboundedReceiver, unbounded_channel},
    time::timeout,
};

/// No check takes that long. A proxy that sends without an end could make one do so.
const LONGEST_CHECK: Duration = Duration::from_mins(5);

/// What a run is at.
#[derive(Debug)]
pub enum Progress<'a> {
    /// The proxy's own limit has refused a click, and the kit waits for as long as the proxy says.
    Waiting(&'static Check, Duration),
    /// A check was tried.
    Done(&'a Checked),
}

/// Tries the checks on a proxy that uses this stand-in, whose first two sellers are the subject's, and reports its
/// progress.
///
/// # Errors
/// [`Stopped`] if the proxy can't be tried at all.
pub async fn run(
    stand_in: &Arc<StandIn>,
    subject: Subject,
    selection: &Selection,
    mut report: impl FnMut(Progress),
) -> Result<Report, Stopped> {
    let url = address(&subject)?;
    let seed = selection.seed.unwrap_or_else(|| fastrand::u64(1..1_000_000));
    let checks = selection.ordered(seed).map_err(Stopped::UnknownId)?;
    let proxy = url.to_string();
    let (sender, mut waits) = unbounded_channel();
    let bench = Bench::new(subject, url, stand_in.clone(), seed, sender)
        .map_err(|error| Stopped::Client(error.to_string()))?;
    let bench = Arc::new(bench);

    let gate = groups::gate();
    let mut checked = Vec::new();
    let first = reported(try_check(&bench, gate), gate, &mut waits, &mut report).await;
    if first.state != State::Pass {
        return Err(Stopped::Gate(Box::new(first)));
    }
    if checks.iter().any(|check| check.id == gate.id) {
        report(Progress::Done(&first));
        checked.push(first);
    }
    let looks_at_all = checks.iter().any(|check| check.stage == Stage::WholeRun);
    for check in checks.into_iter().filter(|check| check.id != gate.id) {
        if looks_at_all && check.stage >= Stage::Limits {
            bench.probed.get_or_init(|| groups::probe(bench.clone())).await;
        }
        let one = reported(try_check(&bench, check), check, &mut waits, &mut report).await;
        report(Progress::Done(&one));
        checked.push(one);
    }
    Ok(Report::new(proxy, seed, selection.is_whole(), checked))
}

/// Reports the waits of a check while it is tried.
async fn reported(
    tried: impl Future<Output = Checked>,
    check: &'static Check,
    waits: &mut UnboundedReceiver<Duration>,
    report: &mut impl FnMut(Progress),
) -> Checked {
    let mut tried = pin!(tried);
    loop {
        tokio::select! {
            checked = &mut tried => return checked,
            Some(wait) = waits.recv() => report(Progress::Waiting(check, wait)),
        }
    }
}

/// Starts from a healthy stand-in, and leaves one.
async fn try_check(bench: &Arc<Bench>, check: &'static Check) -> Checked {
    bench.stand_in.reset();
    let mut trial = Trial::new(bench.clone());
    let run = async {
        (check.run)(&mut trial).await?;
        trial.try_control().await
    };
    let outcome = timeout(LONGEST_CHECK, run).await.unwrap_or_else(|_| {
        let never = Finding {
            sent: "all requests of this check".into(),
            expected: format!("an end within {} s", LONGEST_CHECK.as_secs()),
            seen: "none".into(),
            change: Some("Give the proxy a time limit for the whole request.".into()),
        };
        Err(never.into())
    });
    bench.stand_in.reset();
    let advised = check.level == Level::Advised;
    let (state, reason, finding) = match outcome {
        Ok(()) if trial.advice.is_empty() => (State::Pass, None, None),
        Ok(()) => (State::Advice, None, None),
        Err(Problem::Skipped(reason)) => (State::Skipped, Some(reason), None),
        Err(Problem::Failed(finding)) => {
            let state = if advised { State::Advice } else { State::Fail };
            (state, None, Some(*finding))
        }
    };
    let findings = finding.into_iter().chain(trial.advice).collect();
    Checked { check, state, reason, findings }
}

/// The proxy's address, which is on this machine unless the subject says that it may be elsewhere.
fn address(subject: &Subject) -> Result<Url, Stopped> {
    let url: Url = subject.proxy.parse().map_err(|_| Stopped::Address(subject.proxy.clone()))?;
    if url.scheme() != "http" || url.host_str().is_none() {
        return Err(Stopped::Address(subject.proxy.clone()));
    }
    let host = url.host_str().unwrap_or_default();
    let is_here = host == "localhost" || host == "[::1]" || host.starts_with("127.");
    if is_here || subject.any_host { Ok(url) } else { Err(Stopped::NotHere(host.to_owned())) }
}

/// Why a proxy could not be tried.
#[derive(Debug)]
pub enum Stopped {
    /// The proxy's address is not an `http` URL.
    Address(String),
    /// The proxy is on another machine, and the subject does not say that it may be.
    NotHere(String),
    /// A check does not exist.
    UnknownId(UnknownId),
    /// There is no HTTP client.
    Client(String),
    /// Not even a click by a seller gets a code.
    Gate(Box<Checked>),
}

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(address) => write!(
                f,
                "{address} is not an http URL, such as http://127.0.0.1:3000/api/paddle/magic-sessions"
            ),
            Self::NotHere(host) => write!(
                f,
                "{host} is not this machine. The kit sends hundreds of odd requests; if that host is yours \
                 and serves nobody else, add --allow-host"
            ),
            Self::UnknownId(error) => error.fmt(f),
            Self::Client(error) => write!(f, "no HTTP client: {error}"),
            Self::Gate(checked) => {
                write!(
                    f,
                    "no other check can be tried before this passes\n\n{}",
                    super::line(checked)
                )
            }
        }
    }
}

impl Error for Stopped {}
