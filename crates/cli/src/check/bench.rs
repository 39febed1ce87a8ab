//! What all checks of a run share: the proxy, the stand-in, and a record of all that was said.

use super::{
    click::{Click, Who},
    exchange::{Answer, Exchange, Stall},
    mask::Secrets,
    subject::{Session, Subject},
};
use paddle_magic_links_protocol::Environment;
use paddle_magic_links_stand_in::{Keys, RecordedRequest, StandIn};
use reqwest::{Client, Url, redirect::Policy};
use std::{
    error::Error,
    iter,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::sync::{OnceCell, mpsc::UnboundedSender};

/// The longest response that is read, in bytes.
const LONGEST: usize = 1024 * 1024;

pub(super) struct Bench {
    pub(super) subject: Subject,
    pub(super) url: Url,
    pub(super) stand_in: Arc<StandIn>,
    pub(super) keys: Vec<Keys>,
    pub(super) secrets: Secrets,
    pub(super) seed: u64,
    pub(super) stall: OnceCell<Stall>,
    pub(super) probed: OnceCell<()>,
    /// Hears how long the kit waits for the proxy's own limit.
    pub(super) waits: UnboundedSender<Duration>,
    /// Where each log ended when the run began.
    pub(super) log_starts: Vec<u64>,
    client: Client,
    record: Mutex<Vec<Exchange>>,
    clicks: AtomicUsize,
}

impl Bench {
    pub(super) fn new(
        subject: Subject,
        url: Url,
        stand_in: Arc<StandIn>,
        seed: u64,
        waits: UnboundedSender<Duration>,
    ) -> Result<Self, reqwest::Error> {
        let client = Client::builder()
            .no_proxy()
            .redirect(Policy::none())
            // Each request on a connection of its own, so that none meets one that a server has just closed.
            .pool_max_idle_per_host(0)
            .timeout(subject.timeout + Duration::from_secs(5))
            .build()?;
        let keys = stand_in.sellers().to_vec();
        let known =
            keys.iter().flat_map(|keys| Environment::ALL.map(|which| keys.of(which).to_owned()));
        let sessions = [&subject.seller, &subject.other_seller, &subject.signed_out].into_iter();
        let others = [&subject.stale, &subject.staff, &subject.forbidden].into_iter().flatten();
        let secrets = sessions.chain(others).flat_map(Session::values).chain(known);
        let secrets = Secrets::new(secrets);
        let length = |path| std::fs::metadata(path).map_or(0, |data| data.len());
        let log_starts = subject.logs.iter().map(length).collect();
        Ok(Self {
            subject,
            url,
            stand_in,
            keys,
            secrets,
            seed,
            stall: OnceCell::new(),
            probed: OnceCell::new(),
            waits,
            log_starts,
            client,
            record: Mutex::default(),
            clicks: AtomicUsize::new(0),
        })
    }

    /// A click by one seller after the other in one environment after the other, so that no limit is reached soon.
    pub(super) fn next_click(&self) -> Click {
        let accounts = Environment::ALL.into_iter().flat_map(|environment| {
            let other = self.subject.other_seller_has_key(environment);
            iter::once((Who::Seller, environment))
                .chain(other.then_some((Who::OtherSeller, environment)))
        });
        let accounts: Vec<_> = accounts.collect();
        let number = self.clicks.fetch_add(1, Ordering::Relaxed);
        let (who, environment) = accounts[number % accounts.len()];
        self.click(who, environment)
    }

    pub(super) fn click(&self, who: Who, environment: Environment) -> Click {
        let session = match who {
            Who::Seller => &self.subject.seller,
            Who::OtherSeller => &self.subject.other_seller,
            Who::Another => &self.subject.signed_out,
        };
        Click::new(&self.url, who, session, environment)
    }

    /// Sends a click once, and notes what came of it.
    pub(super) async fn exchange(&self, click: Click) -> Exchange {
        let before = self.ledger_lengths();
        let start = Instant::now();
        let answer = self.answer(&click).await;
        let took = start.elapsed();
        let exchange = Exchange { click, answer, asked: self.asked_since(before), took };
        self.record().push(exchange.clone());
        exchange
    }

    /// Everything that was sent so far, with what came back.
    pub(super) fn record(&self) -> MutexGuard<'_, Vec<Exchange>> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ledger_lengths(&self) -> [usize; 2] {
        Environment::ALL.map(|which| self.stand_in.environment(which).requests())
    }

    fn asked_since(&self, before: [usize; 2]) -> Vec<(Environment, RecordedRequest)> {
        let each = Environment::ALL.into_iter().zip(before);
        each.flat_map(|(which, before)| {
            let later = self.stand_in.environment(which).ledger().into_iter().skip(before);
            later.map(move |request| (which, request))
        })
        .collect()
    }

    async fn answer(&self, click: &Click) -> Result<Answer, String> {
        let mut request = self.client.request(click.method.clone(), click.url.clone());
        for (name, value) in &click.headers {
            request = request.header(name, value);
        }
        let mut response =
            request.body(click.body.clone()).send().await.map_err(|error| causes(&error))?;
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| causes(&error))? {
            body.extend_from_slice(&chunk);
            if body.len() > LONGEST {
                return Err(format!("a response of more than {LONGEST} bytes"));
            }
        }
        let status = response.status().as_u16();
        Ok(Answer { status, headers: response.headers().clone(), body })
    }
}

/// What went wrong, in the words of the last cause, which says most.
fn causes(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "nothing came in time".into();
    }
    let error: &dyn Error = error;
    let last = iter::successors(Some(error), |&error| error.source()).last();
    last.map(ToString::to_string).unwrap_or_default()
}
