//! The proxy's responses, as the contract has them.

use crate::{Audit, Environment, magic_session::Refused, origins::REQUEST_ID};
use axum::{
    Json,
    http::{
        HeaderName, HeaderValue, StatusCode,
        header::{
            ALLOW, CACHE_CONTROL, REFERRER_POLICY, RETRY_AFTER, VARY, X_CONTENT_TYPE_OPTIONS,
        },
    },
    response::{IntoResponse, Response},
};
use paddle_magic_links_protocol::MagicSession;
use serde::Serialize;

/// A session, as the widget reads it.
#[derive(Serialize)]
struct SessionBody<'a> {
    data: Data<'a>,
    meta: Meta<'a>,
}

#[derive(Serialize)]
struct Data<'a> {
    code: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    environment: Option<Environment>,
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

/// The id that a seller can quote to support: Paddle's, if Paddle responded, and else the proxy's own.
#[derive(Serialize)]
struct Meta<'a> {
    request_id: &'a str,
}

pub(crate) fn new(audit: &Audit, result: Result<MagicSession, Refused>) -> Response {
    let request_id = audit.paddle_request_id.as_ref().unwrap_or(&audit.request_id);
    let meta = Meta { request_id: request_id.as_str() };
    let mut response = match result {
        Ok(session) => {
            let data = Data {
                code: session.code.reveal(),
                environment: audit.environment,
                expires_at: session.expires_at.as_deref(),
            };
            (StatusCode::CREATED, Json(SessionBody { data, meta })).into_response()
        }
        Err(refused) => refusal(refused, meta),
    };
    let id = HeaderValue::from_str(audit.request_id.as_str());
    response.headers_mut().insert(REQUEST_ID, id.expect("a header can hold every identifier"));
    with_headers(response)
}

fn refusal(Refused { refusal, status }: Refused, meta: Meta) -> Response {
    let status = status
        .or_else(|| StatusCode::from_u16(refusal.code.status()).ok())
        .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let error = ErrorBody { code: refusal.code.as_str() };
    let mut response = (status, Json(RefusalBody { error, meta })).into_response();
    if let Some(seconds) = refusal.retry_after {
        response.headers_mut().insert(RETRY_AFTER, seconds.into());
    }
    if status == StatusCode::METHOD_NOT_ALLOWED {
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("POST"));
    }
    response
}

/// Sets the security headers: a response is never cached, and its type never guessed.
fn with_headers(mut response: Response) -> Response {
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
