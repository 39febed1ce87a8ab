//! An account that several instances share, in Redis or Valkey.

use super::{local::LocalLedger, refusal};
use crate::{Environment, Limits, Rate, Refusal, RefusalCode, SellerId, SetupError};
use redis::{
    Client, IntoConnectionInfo, RedisResult, Script,
    aio::{ConnectionManager, ConnectionManagerConfig},
    io::tcp::{TcpSettings, socket2::TcpKeepalive},
};
use std::{
    fmt,
    num::NonZeroU32,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};
use tokio::time::timeout;
use uuid::Uuid;

/// How long the store is left alone after it has failed.
const REST: Duration = Duration::from_secs(1);

/// Redis or Valkey, where several instances of the proxy keep one account.
///
/// When it fails, each instance keeps an account of its own with its share of Paddle's limit, and says so
/// in an event.
#[derive(Clone)]
pub struct SharedLimits {
    connection: ConnectionManager,
    replicas: NonZeroU32,
    time_limit: Duration,
}

/// A connection that has died is noticed, and made anew. See `connector.rs`.
fn tcp() -> TcpSettings {
    let keepalive = TcpKeepalive::new().with_time(Duration::from_secs(15));
    let settings = TcpSettings::default().set_nodelay(true).set_keepalive(keepalive);
    #[cfg(target_os = "linux")]
    let settings = settings.set_user_timeout(Duration::from_secs(2));
    settings
}

impl SharedLimits {
    /// Connects to a `redis://`, `redis+unix://` or `unix://` URL. `replicas` is the number of instances of
    /// the proxy.
    ///
    /// # Errors
    /// [`SetupError::Redis`] if it can't be reached. TLS (`rediss://`) is not supported. The message does
    /// not have the URL, because that can have a password.
    pub async fn connect(url: &str, replicas: NonZeroU32) -> Result<Self, SetupError> {
        let connect = async {
            let info = url.into_connection_info()?;
            let info = info.set_tcp_settings(tcp());
            let config = ConnectionManagerConfig::new()
                .set_number_of_retries(0)
                .set_connection_timeout(Some(Duration::from_secs(3)))
                .set_response_timeout(Some(Duration::from_secs(1)));
            ConnectionManager::new_with_config(Client::open(info)?, config).await
        };
        let why = |error: redis::RedisError| SetupError::Redis(error.category().to_owned());
        let connection = connect.await.map_err(why)?;
        Ok(Self { connection, replicas, time_limit: Duration::from_millis(30) })
    }

    /// Another time limit for the store, for which a seller waits: by default 30 milliseconds.
    #[must_use]
    pub fn with_time_limit(mut self, time_limit: Duration) -> Self {
        self.time_limit = time_limit;
        self
    }
}

impl fmt::Debug for SharedLimits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedLimits").field("replicas", &self.replicas).finish_non_exhaustive()
    }
}

pub(crate) struct SharedLedger {
    connection: ConnectionManager,
    time_limit: Duration,
    admit: Script,
    pause: Script,
    limits: Limits,
    /// For when the store fails.
    share: LocalLedger,
    failed: Mutex<Option<Instant>>,
}

impl SharedLedger {
    pub(crate) fn new(shared: SharedLimits, limits: &Limits) -> Self {
        let SharedLimits { connection, replicas, time_limit } = shared;
        let Rate { per_minute, burst } = limits.paddle;
        let paddle = Rate::new(per_minute.get() / replicas, burst.get() / replicas);
        Self {
            connection,
            time_limit,
            admit: Script::new(include_str!("admit.lua")),
            pause: Script::new(include_str!("pause.lua")),
            limits: *limits,
            share: LocalLedger::new(&Limits { paddle, ..*limits }),
            failed: Mutex::new(None),
        }
    }

    pub(crate) async fn admit(
        &self,
        environment: Environment,
        seller: &SellerId,
    ) -> Result<(), Refusal> {
        // The store may not know of it, if it failed then.
        if let Some(pause) = self.share.paused(environment) {
            return Err(refusal(RefusalCode::UpstreamBusy, pause));
        }
        let Limits { seller: of_seller, paddle, .. } = self.limits;
        let mut admit = self.admit.prepare_invoke();
        for key in [&format!("seller:{}", hash(seller)), "all", "pause"] {
            admit.key(key_of(environment, key));
        }
        for rate in [of_seller, paddle] {
            let microseconds = 60_000_000_u32.div_ceil(rate.per_minute.get());
            admit.arg(microseconds).arg(rate.burst.get());
        }
        let mut connection = self.connection.clone();
        let answer = self.ask(admit.invoke_async(&mut connection)).await;
        let Some((limit, microseconds)): Option<(String, u64)> = answer else {
            return self.share.admit(environment, seller);
        };
        let wait = Duration::from_micros(microseconds);
        match &*limit {
            "" => {
                // What the store admits counts for the share as well. Otherwise a store that fails now and
                // then would double the limit.
                let _ = self.share.admit(environment, seller);
                Ok(())
            }
            "seller" => Err(refusal(RefusalCode::RateLimited, wait)),
            _ => Err(refusal(RefusalCode::UpstreamBusy, wait)),
        }
    }

    pub(crate) async fn pause(&self, environment: Environment, pause: Duration) {
        // Also for when the store fails meanwhile.
        self.share.pause(environment, pause);
        let milliseconds = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX);
        let mut script = self.pause.prepare_invoke();
        script.key(key_of(environment, "pause")).arg(milliseconds);
        let mut connection = self.connection.clone();
        self.ask(script.invoke_async::<()>(&mut connection)).await;
    }

    /// `None` if the store fails, or has failed a moment ago.
    async fn ask<T>(&self, request: impl Future<Output = RedisResult<T>>) -> Option<T> {
        let failed = *self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        if failed.is_some_and(|at| at.elapsed() < REST) {
            return None;
        }
        let result = timeout(self.time_limit, request).await;
        let why = match result {
            Ok(Ok(answer)) => {
                if failed.is_some() {
                    tracing::info!("the shared limits are back");
                    self.note(None);
                }
                return Some(answer);
            }
            Ok(Err(error)) => error.category().to_owned(),
            Err(_) => format!("no response within {:?}", self.time_limit),
        };
        tracing::error!(why, "the shared limits fail; this instance keeps to its own share");
        #[cfg(feature = "metrics")]
        metrics::counter!("paddle_magic_links_shared_limits_failed_total").increment(1);
        self.note(Some(Instant::now()));
        None
    }

    fn note(&self, failed: Option<Instant>) {
        *self.failed.lock().unwrap_or_else(PoisonError::into_inner) = failed;
    }
}

/// What is in braces puts all keys of an environment into one slot of a cluster, as a script needs it:
/// <https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags>.
fn key_of(environment: Environment, name: &str) -> String {
    format!("{{paddle-magic-links:{environment}}}:{name}")
}

/// The same in each instance, of one length, and without the platform's own names in the store.
fn hash(seller: &SellerId) -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_OID, seller.as_str().as_bytes())
}
