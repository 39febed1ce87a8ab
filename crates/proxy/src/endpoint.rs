//! The proxy's endpoint: checks a request, and responds as the contract says.

use crate::{Environment, Paddle, Refusal, RefusalCode, SellerKeys, SessionRequest};
use axum::{
    Json, Router,
    body::to_bytes,
    extract::{Request, State},
    http::{
        HeaderMap, HeaderName, HeaderValue, StatusCode,
        header::{
            CACHE_CONTROL, CONTENT_TYPE, REFERRER_POLICY, RETRY_AFTER, VARY, X_CONTENT_TYPE_OPTIONS,
        },
    },
    middleware::map_response,
    response::{IntoResponse, Response},
    routing::post,
};
use paddle_magic_links_protocol::{GUARD_HEADER, MagicSession, PROXY_PATH, RequestId};
use serde::Serialize;
use tower_http::csrf::CsrfLayer;

/// Longest request body that is read, in bytes. The widget's longest has 53.
const LONGEST_REQUEST: usize = 1024;

/// The proxy: `POST /api/paddle/magic-sessions`, to be merged into the platform's own router.
///
/// Requests from another site are refused, by `Sec-Fetch-Site` or `Origin` and by a header that
/// only a same-origin page can set. Behind a reverse proxy, let `Host` and `Origin` through as they
/// are. A widget on another origin is refused. It would need CORS with credentials, which a
/// platform has to allow for its own origins.
pub fn router<S, K>(paddle: Paddle, keys: K) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    K: SellerKeys,
{
    Router::new()
        .route(PROXY_PATH, post(magic_session::<K>))
        .with_state(Proxy { paddle, keys })
        .layer((
            map_response(with_headers),
            CsrfLayer::new().with_rejection_response(|_| {
                refusal_response(&RefusalCode::CsrfRejected.into(), None)
            }),
        ))
}

/// Sets the security headers: a response is never cached, and its type never guessed.
async fn with_headers(mut response: Response) -> Response {
    const HEADERS: [(HeaderName, &str); 4] = [
        (CACHE_CONTROL, "no-store"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
        (VARY, "origin, sec-fetch-site"),
    ];
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

#[derive(Clone)]
struct Proxy<K> {
    paddle: Paddle,
    keys: K,
}

async fn magic_session<K: SellerKeys>(
    State(Proxy { paddle, keys }): State<Proxy<K>>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    if !is_from_the_widget(&parts.headers) {
        return refusal_response(&RefusalCode::CsrfRejected.into(), None);
    }
    let Ok(body) = to_bytes(body, LONGEST_REQUEST).await else {
        let status = StatusCode::PAYLOAD_TOO_LARGE;
        return refusal_response(&RefusalCode::InvalidRequest.into(), Some(status));
    };
    let Ok(asked) = serde_json::from_slice::<SessionRequest>(&body) else {
        return refusal_response(&RefusalCode::InvalidRequest.into(), None);
    };
    let key = match keys.user_api_key(&parts, asked).await {
        Ok(key) => key,
        Err(refusal) => {
            report(asked, &refusal, None);
            return refusal_response(&refusal, None);
        }
    };
    match paddle.authorize(asked.environment, &key).await {
        Ok(session) => {
            tracing::info!(
                environment = %asked.environment,
                redirect = asked.redirect.map(tracing::field::display),
                request_id = session.request_id.as_ref().map(tracing::field::display),
                "magic session made",
            );
            session_response(asked, &session)
        }
        Err(error) => {
            report(asked, &error.refusal, error.paddles_code.as_deref());
            refusal_response(&error.refusal, error.timed_out.then_some(StatusCode::GATEWAY_TIMEOUT))
        }
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

fn report(asked: SessionRequest, refusal: &Refusal, paddles_code: Option<&str>) {
    tracing::warn!(
        environment = %asked.environment,
        redirect = asked.redirect.map(tracing::field::display),
        refusal = %refusal.code,
        paddles_code,
        request_id = refusal.request_id.as_ref().map(tracing::field::display),
        "no magic session",
    );
}

/// A session, as the widget reads it.
#[derive(Serialize)]
struct SessionBody<'a> {
    data: Data<'a>,
    meta: Meta<'a>,
}

#[derive(Serialize)]
struct Data<'a> {
    code: &'a str,
    environment: Environment,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<&'a str>,
}

/// A refusal, as the widget reads it.
#[derive(Serialize)]
struct RefusalBody<'a> {
    error: ErrorBody,
    meta: Meta<'a>,
}

#[derive(Serialize)]
struct ErrorBody {
    code: &'static str,
}

#[derive(Serialize)]
struct Meta<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<&'a str>,
}

impl<'a> Meta<'a> {
    fn new(request_id: Option<&'a RequestId>) -> Self {
        Self { request_id: request_id.map(RequestId::as_str) }
    }
}

fn session_response(asked: SessionRequest, session: &MagicSession) -> Response {
    let body = SessionBody {
        data: Data {
            code: session.code.reveal(),
            environment: asked.environment,
            expires_at: session.expires_at.as_deref(),
        },
        meta: Meta::new(session.request_id.as_ref()),
    };
    (StatusCode::CREATED, Json(body)).into_response()
}

fn refusal_response(refusal: &Refusal, status: Option<StatusCode>) -> Response {
    let status = status
        .or_else(|| StatusCode::from_u16(refusal.code.status()).ok())
        .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = RefusalBody {
        error: ErrorBody { code: refusal.code.as_str() },
        meta: Meta::new(refusal.request_id.as_ref()),
    };
    let mut response = (status, Json(body)).into_response();
    if let Some(seconds) = refusal.retry_after {
        response.headers_mut().insert(RETRY_AFTER, seconds.into());
    }
    response
}
