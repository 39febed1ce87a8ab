//! Paddle's API for magic sessions.

use crate::{Fault, PaddleEnvironment};
use axum::{
    body::{Body, Bytes},
    extract::State,
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER},
    },
    response::{IntoResponse, Response},
};
use chrono::{SecondsFormat, Utc};
use serde_json::{Value, json};
use std::{io, time::Duration};
use uuid::Uuid;

/// `POST /magic-sessions/authorize`.
pub(crate) async fn authorize(
    State(environment): State<PaddleEnvironment>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let failure = environment.state().failure;
    match failure {
        None => {}
        Some(Fault::SlowResponse) => tokio::time::sleep(Duration::from_secs(10)).await,
        Some(Fault::Forbidden) => return forbidden(),
        Some(Fault::TooManyRequests) => {
            let mut response = error(
                StatusCode::TOO_MANY_REQUESTS,
                "api_error",
                "too_many_requests",
                "IP address exceeded the allowed rate limit. Retry after the number of seconds \
                 in the Retry-After header.",
            );
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("30"));
            return response;
        }
        Some(Fault::InternalError) => {
            return error(
                StatusCode::INTERNAL_SERVER_ERROR,
                "api_error",
                "internal_error",
                "Internal error.",
            );
        }
        Some(Fault::Garbage) => return (StatusCode::CREATED, "<!doctype html>").into_response(),
        Some(Fault::CutConnection) => return cut_connection(),
    }
    if let Err((code, detail)) = check_key(&environment, &headers) {
        return error(StatusCode::FORBIDDEN, "request_error", code, detail);
    }
    if !body.is_empty() {
        return bad_request("The request body must be empty.");
    }
    if headers.get("paddle-version").is_some_and(|version| version != "1") {
        return bad_request("Paddle-Version must be 1.");
    }
    let lifetime = environment.code_lifetime();
    let code = environment.state().sessions.make(lifetime);
    let expires_at = (Utc::now() + lifetime).to_rfc3339_opts(SecondsFormat::Nanos, true);
    json_response(
        StatusCode::CREATED,
        &json!({ "data": { "code": code, "expires_at": expires_at }, "meta": meta() }),
    )
}

/// Paddle responds with 403, not 401, to every kind of bad key:
/// <https://developer.paddle.com/errors/shared/authentication_missing> and its neighbours.
fn check_key(
    environment: &PaddleEnvironment,
    headers: &HeaderMap,
) -> Result<(), (&'static str, &'static str)> {
    let Some(authorization) = headers.get(AUTHORIZATION) else {
        return Err(("authentication_missing", "Authentication header not included."));
    };
    match authorization.to_str().ok().and_then(|value| value.strip_prefix("Bearer ")) {
        None | Some("") => {
            Err(("authentication_malformed", "Authentication header is not a bearer token."))
        }
        Some(key) if environment.takes_key(key) => Ok(()),
        Some(_) => Err(("invalid_token", "The API key is not one of this environment.")),
    }
}

fn forbidden() -> Response {
    error(
        StatusCode::FORBIDDEN,
        "request_error",
        "forbidden",
        "You aren't permitted to perform this request.",
    )
}

fn bad_request(detail: &str) -> Response {
    error(StatusCode::BAD_REQUEST, "request_error", "bad_request", detail)
}

/// Responds to unknown paths and methods.
pub(crate) async fn not_found() -> Response {
    error(StatusCode::NOT_FOUND, "request_error", "not_found", "Not found.")
}

fn cut_connection() -> Response {
    let start = Ok(Bytes::from_static(b"{\"data\":{\"co"));
    let cut = Err(io::Error::other("cut, as asked for"));
    let body = Body::from_stream(futures_util::stream::iter([start, cut]));
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (CONTENT_LENGTH, HeaderValue::from_static("201")),
    ];
    (StatusCode::CREATED, headers, body).into_response()
}

/// Paddle's error envelope: <https://developer.paddle.com/api-reference/about/errors>.
fn error(status: StatusCode, kind: &str, code: &str, detail: &str) -> Response {
    json_response(
        status,
        &json!({
            "error": {
                "type": kind,
                "code": code,
                "detail": detail,
                "documentation_url": format!("https://developer.paddle.com/errors/shared/{code}"),
            },
            "meta": meta(),
        }),
    )
}

fn meta() -> Value {
    json!({ "request_id": Uuid::new_v4().to_string() })
}

fn json_response(status: StatusCode, body: &Value) -> Response {
    (status, [(CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}
