//! Requests magic sessions from Paddle, and maps Paddle's errors to refusals.

use crate::{Environment, InvalidOrigin, Refusal, RefusalCode, SecretString, api::Api};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header::RETRY_AFTER};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper_util::client::proxy::matcher::Matcher;
use paddle_magic_links_protocol::{Json, MagicSession, RequestId, checked_origin};
use secrecy::ExposeSecret;
use serde_json::Value;
use std::{error::Error, io, iter, sync::Arc, time::Duration};

/// Longest response of Paddle that is read, in bytes. Paddle's example has 201.
const LONGEST_ANSWER: usize = 16 * 1024;

/// The client for magic sessions. A clone shares its connections.
#[derive(Clone, Debug)]
pub struct Paddle {
    sandbox: Arc<Api>,
    live: Arc<Api>,
    timeout: Duration,
}

impl Paddle {
    /// A client for Paddle's own hosts, with a time limit of 8 seconds. It uses the proxy that the
    /// system names, such as in `HTTPS_PROXY`.
    ///
    /// # Panics
    /// If the system's TLS roots can't be loaded.
    pub fn new() -> Self {
        let proxies = Matcher::from_system();
        Self {
            sandbox: Arc::new(Api::new("https://sandbox-api.paddle.com", &proxies)),
            live: Arc::new(Api::new("https://api.paddle.com", &proxies)),
            timeout: Duration::from_secs(8),
        }
    }

    /// The same with another API origin for `environment`, for a stand-in.
    ///
    /// # Errors
    /// [`InvalidOrigin`] unless it is an origin with `https`, or with `http` on loopback.
    pub fn with_api(
        mut self,
        environment: Environment,
        origin: &str,
    ) -> Result<Self, InvalidOrigin> {
        let api = Arc::new(Api::new(checked_origin(origin)?, &Matcher::from_system()));
        match environment {
            Environment::Sandbox => self.sandbox = api,
            Environment::Live => self.live = api,
        }
        Ok(self)
    }

    /// The same with another time limit for a whole response. Keep it below the widget's own.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Requests a magic session for the seller whose key this is.
    pub(crate) async fn authorize(
        &self,
        environment: Environment,
        key: &SecretString,
    ) -> Result<MagicSession, UpstreamError> {
        let api = match environment {
            Environment::Sandbox => &self.sandbox,
            Environment::Live => &self.live,
        };
        tokio::time::timeout(self.timeout, ask(api, key)).await.unwrap_or_else(|_| {
            Err(UpstreamError { timed_out: true, ..RefusalCode::UpstreamUnavailable.into() })
        })
    }
}

async fn ask(api: &Api, key: &SecretString) -> Result<MagicSession, UpstreamError> {
    let mut authorization = HeaderValue::try_from(format!("Bearer {}", key.expose_secret()))
        // If no header can hold the key, it is not a key of Paddle's.
        .map_err(|_| RefusalCode::UpstreamAuth)?;
    authorization.set_sensitive(true);
    let answer =
        api.authorize(authorization).await.map_err(|error| UpstreamError::unreached(&error))?;
    let (parts, body) = answer.into_parts();
    let body = read_json(body).await;
    if matches!(parts.status, StatusCode::OK | StatusCode::CREATED) {
        return MagicSession::from_json(&&body?).ok_or_else(|| RefusalCode::UpstreamInvalid.into());
    }
    let body = body.unwrap_or_default();
    Err(UpstreamError {
        timed_out: false,
        paddles_code: (&body).text_at("error", "code"),
        refusal: Refusal {
            code: refusal_code(parts.status),
            retry_after: retry_after(&parts.headers),
            request_id: (&body).text_at("meta", "request_id").and_then(RequestId::new),
        },
    })
}

impl Default for Paddle {
    fn default() -> Self {
        Self::new()
    }
}

/// Why Paddle made no session.
#[derive(Debug)]
pub(crate) struct UpstreamError {
    /// The refusal that the widget gets.
    pub(crate) refusal: Refusal,
    /// Paddle's own error code, for the platform's log.
    pub(crate) paddles_code: Option<String>,
    /// Whether the time limit was reached, which has an HTTP status of its own.
    pub(crate) timed_out: bool,
}

impl From<RefusalCode> for UpstreamError {
    fn from(code: RefusalCode) -> Self {
        Self { refusal: code.into(), paddles_code: None, timed_out: false }
    }
}

impl UpstreamError {
    fn unreached(error: &(dyn Error + 'static)) -> Self {
        let causes = iter::successors(Some(error), |&error| error.source());
        let timed_out = causes
            .filter_map(|error| error.downcast_ref::<io::Error>())
            .any(|error| error.kind() == io::ErrorKind::TimedOut);
        Self { timed_out, ..RefusalCode::UpstreamUnavailable.into() }
    }
}

fn refusal_code(status: StatusCode) -> RefusalCode {
    match status.as_u16() {
        401 | 403 => RefusalCode::UpstreamAuth,
        429 => RefusalCode::UpstreamBusy,
        400..=499 => RefusalCode::UpstreamRejected,
        500..=599 => RefusalCode::UpstreamUnavailable,
        _ => RefusalCode::UpstreamInvalid,
    }
}

/// Paddle writes `Retry-After` in seconds:
/// <https://developer.paddle.com/api-reference/about/rate-limiting>.
fn retry_after(headers: &HeaderMap) -> Option<u32> {
    headers.get(RETRY_AFTER)?.to_str().ok()?.parse().ok()
}

/// Reads the body up to a limit. A body that is not JSON reads as `null`.
async fn read_json(body: Incoming) -> Result<Value, UpstreamError> {
    match Limited::new(body, LONGEST_ANSWER).collect().await {
        Ok(body) => Ok(serde_json::from_slice(&body.to_bytes()).unwrap_or_default()),
        Err(error) if error.is::<LengthLimitError>() => Err(RefusalCode::UpstreamInvalid.into()),
        Err(error) => Err(UpstreamError::unreached(&*error)),
    }
}
