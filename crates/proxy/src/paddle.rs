use crate::{Environment, InvalidOrigin, Refusal, RefusalCode, SecretString};
use paddle_magic_links_protocol::{AUTHORIZE_PATH, Json, MagicSession, RequestId, checked_origin};
use reqwest::{Client, Response, StatusCode, header::RETRY_AFTER, redirect::Policy};
use secrecy::ExposeSecret;
use serde_json::Value;
use std::{borrow::Cow, time::Duration};

/// Longest answer of Paddle that is read, in bytes. Paddle's example has 201.
const LONGEST_ANSWER: usize = 16 * 1024;

/// Paddle's API, as far as magic sessions need it.
#[derive(Clone, Debug)]
pub struct Paddle {
    sandbox: Cow<'static, str>,
    live: Cow<'static, str>,
    timeout: Duration,
    client: Client,
}

impl Paddle {
    /// Paddle's own hosts, with at most 8 seconds for an answer.
    ///
    /// # Panics
    /// If the system's TLS roots can't be loaded.
    pub fn new() -> Self {
        Self {
            sandbox: "https://sandbox-api.paddle.com".into(),
            live: "https://api.paddle.com".into(),
            timeout: Duration::from_secs(8),
            client: Client::builder()
                // A redirect would take the key to another host.
                .redirect(Policy::none())
                .connect_timeout(Duration::from_secs(3))
                .user_agent(concat!("paddle-magic-links-proxy/", env!("CARGO_PKG_VERSION")))
                .build()
                .expect("reqwest builds a client from fixed options"),
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
        let origin = Cow::Owned(checked_origin(origin)?.to_owned());
        match environment {
            Environment::Sandbox => self.sandbox = origin,
            Environment::Live => self.live = origin,
        }
        Ok(self)
    }

    /// The same with another limit for one whole answer. Keep it below the widget's own.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Asks Paddle for a magic session of the seller whose key this is.
    pub(crate) async fn authorize(
        &self,
        environment: Environment,
        key: &SecretString,
    ) -> Result<MagicSession, UpstreamError> {
        let origin = match environment {
            Environment::Sandbox => &self.sandbox,
            Environment::Live => &self.live,
        };
        let response = self
            .client
            .post(format!("{origin}{AUTHORIZE_PATH}"))
            .bearer_auth(key.expose_secret())
            .header("paddle-version", "1")
            .timeout(self.timeout)
            .send()
            .await
            .map_err(|error| UpstreamError::unreached(&error))?;
        let status = response.status();
        let retry_after = retry_after(&response);
        let body = read_json(response).await;
        let (body, unread) = match body {
            Ok(body) => (body, None),
            Err(error) => (Value::Null, Some(error)),
        };
        if matches!(status, StatusCode::OK | StatusCode::CREATED) {
            return match unread {
                Some(error) => Err(error),
                None => MagicSession::from_json(&&body)
                    .ok_or_else(|| RefusalCode::UpstreamInvalid.into()),
            };
        }
        Err(UpstreamError {
            timed_out: false,
            paddles_code: (&body).text_at("error", "code"),
            refusal: Refusal {
                code: refusal_code(status),
                retry_after,
                request_id: (&body).text_at("meta", "request_id").and_then(RequestId::new),
            },
        })
    }
}

impl Default for Paddle {
    fn default() -> Self {
        Self::new()
    }
}

/// Why Paddle made no session.
#[derive(Debug)]
pub(crate) struct UpstreamError {
    /// What the widget is told.
    pub(crate) refusal: Refusal,
    /// Paddle's own word for it, for the platform's log.
    pub(crate) paddles_code: Option<String>,
    /// Whether the time ran out, which has an HTTP status of its own.
    pub(crate) timed_out: bool,
}

impl From<RefusalCode> for UpstreamError {
    fn from(code: RefusalCode) -> Self {
        Self { refusal: code.into(), paddles_code: None, timed_out: false }
    }
}

impl UpstreamError {
    fn unreached(error: &reqwest::Error) -> Self {
        Self { timed_out: error.is_timeout(), ..RefusalCode::UpstreamUnavailable.into() }
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
fn retry_after(response: &Response) -> Option<u32> {
    response.headers().get(RETRY_AFTER)?.to_str().ok()?.parse().ok()
}

/// Reads the body up to a limit; what is no JSON reads as `null`.
async fn read_json(mut response: Response) -> Result<Value, UpstreamError> {
    let mut body = Vec::new();
    while let Some(chunk) =
        response.chunk().await.map_err(|error| UpstreamError::unreached(&error))?
    {
        if body.len() + chunk.len() > LONGEST_ANSWER {
            return Err(RefusalCode::UpstreamInvalid.into());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(serde_json::from_slice(&body).unwrap_or_default())
}
