//! What a request has to pass before it gets a code.

use crate::{
    Audit, Cause, Environment, Refusal, RefusalCode, Seller, Sellers, SessionRequest, UserApiKey,
    running::Running,
};
use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, Method, StatusCode, header::CONTENT_TYPE},
};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use paddle_magic_links_protocol::{GUARD_HEADER, MagicSession};
use std::{
    collections::HashMap,
    time::{Duration, SystemTime},
};
use tokio::time::{Instant, timeout_at};

/// Longest request body that is read, in bytes. The widget's longest has 53.
const LONGEST_REQUEST: usize = 1024;

/// How long a request body may take. The widget sends it in the same packet as the headers.
const BODY_LIMIT: Duration = Duration::from_secs(5);

/// Why there is no session.
pub(crate) struct Refused {
    pub(crate) refusal: Refusal,
    /// An HTTP status that says more than that of the refusal.
    pub(crate) status: Option<StatusCode>,
}

impl<T: Into<Refusal>> From<T> for Refused {
    fn from(refusal: T) -> Self {
        Self { refusal: refusal.into(), status: None }
    }
}

fn invalid(status: StatusCode) -> Refused {
    Refused { status: Some(status), ..RefusalCode::InvalidRequest.into() }
}

impl<S: Sellers> Running<S> {
    /// Notes in `audit` what it learns on its way.
    pub(crate) async fn magic_session(
        &self,
        request: Request,
        audit: &mut Audit,
    ) -> Result<MagicSession, Refused> {
        let deadline = Instant::now() + self.deadline;
        let (parts, body) = request.into_parts();
        if parts.method != Method::POST {
            return Err(invalid(StatusCode::METHOD_NOT_ALLOWED));
        }
        if self.origins.is_foreign(&parts).await || !is_from_the_widget(&parts.headers) {
            return Err(RefusalCode::CsrfRejected.into());
        }
        let asked = read(body, deadline).await?;
        audit.environment = Some(asked.environment);
        audit.redirect = asked.redirect;
        let seller = self.wait_for_platform(deadline, audit, self.sellers.seller(&parts)).await?;
        audit.seller = Some(seller.id.clone());
        audit.actor.clone_from(&seller.actor);
        self.policy.check(&seller, asked.redirect, SystemTime::now())?;
        Ok(self.request_code(&seller, asked.environment, deadline, audit).await?)
    }

    async fn request_code(
        &self,
        seller: &Seller,
        environment: Environment,
        deadline: Instant,
        audit: &mut Audit,
    ) -> Result<MagicSession, Refusal> {
        self.ledger.admit(environment, &seller.id).await?;
        let Ok(_permit) = self.in_flight.try_acquire() else {
            audit.cause = Some(Cause::TooManyInFlight);
            return Err(Refusal { retry_after: Some(2), ..RefusalCode::SiteUnavailable.into() });
        };
        let key = self.key(seller, environment, deadline, audit).await?;
        match self.attempt(environment, &key, deadline, audit).await {
            Err(refusal) if refusal.code == RefusalCode::UpstreamAuth => {
                let cause = audit.cause.clone();
                // The platform may have replaced the key a moment ago.
                let renewed = self.key(seller, environment, deadline, audit).await;
                match renewed.ok().filter(|renewed| renewed.expose() != key.expose()) {
                    Some(renewed) if self.ledger.admit(environment, &seller.id).await.is_ok() => {
                        self.attempt(environment, &renewed, deadline, audit).await
                    }
                    _ => {
                        audit.cause = cause;
                        Err(refusal)
                    }
                }
            }
            result => result,
        }
    }

    async fn attempt(
        &self,
        environment: Environment,
        key: &UserApiKey,
        deadline: Instant,
        audit: &mut Audit,
    ) -> Result<MagicSession, Refusal> {
        #[cfg(feature = "metrics")]
        let start = Instant::now();
        let result = self.paddle.authorize(environment, key, deadline).await;
        #[cfg(feature = "metrics")]
        crate::meter::paddle(environment, start.elapsed(), result.as_ref().err());
        audit.cause = result.as_ref().err().map(|error| error.cause.clone());
        let refusal = match result {
            Ok(session) => return Ok(session),
            Err(error) => error.refusal,
        };
        if let (RefusalCode::UpstreamBusy, Some(seconds)) = (refusal.code, refusal.retry_after) {
            self.ledger.pause(environment, Duration::from_secs(seconds.into())).await;
        }
        Err(refusal)
    }

    async fn key(
        &self,
        seller: &Seller,
        environment: Environment,
        deadline: Instant,
        audit: &mut Audit,
    ) -> Result<UserApiKey, Refusal> {
        let key = self.sellers.user_api_key(seller, environment);
        self.wait_for_platform(deadline, audit, key).await
    }

    /// Waits for the platform, but not for ever.
    async fn wait_for_platform<T>(
        &self,
        deadline: Instant,
        audit: &mut Audit,
        future: impl Future<Output = Result<T, Refusal>>,
    ) -> Result<T, Refusal> {
        timeout_at(deadline, future).await.unwrap_or_else(|_| {
            audit.cause = Some(Cause::SlowPlatform);
            Err(RefusalCode::SiteUnavailable.into())
        })
    }
}

/// Whether the request has both the header and the JSON type. Another site can send neither without
/// a CORS preflight, which the proxy does not allow.
fn is_from_the_widget(headers: &HeaderMap) -> bool {
    let (name, value) = GUARD_HEADER;
    let is_json = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).is_some_and(
        |content_type| {
            let media_type = content_type.split(';').next().unwrap_or_default().trim();
            media_type.eq_ignore_ascii_case("application/json")
        },
    );
    is_json && headers.get(name).is_some_and(|header| header == value)
}

async fn read(body: Body, deadline: Instant) -> Result<SessionRequest, Refused> {
    let deadline = deadline.min(Instant::now() + BODY_LIMIT);
    let body = timeout_at(deadline, Limited::new(body, LONGEST_REQUEST).collect())
        .await
        .map_err(|_| invalid(StatusCode::REQUEST_TIMEOUT))?
        .map_err(|error| match error.downcast::<LengthLimitError>() {
            Ok(_) => invalid(StatusCode::PAYLOAD_TOO_LARGE),
            Err(_) => invalid(StatusCode::BAD_REQUEST),
        })?;
    let body = body.to_bytes();
    // The derived reader also takes an array of the values, and an object such as `{"live":null}` for a word.
    let is_object_of_texts = serde_json::from_slice::<HashMap<String, String>>(&body).is_ok();
    let request = is_object_of_texts.then(|| serde_json::from_slice(&body).ok()).flatten();
    Ok(request.ok_or(RefusalCode::InvalidRequest)?)
}
