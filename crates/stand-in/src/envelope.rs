//! What Paddle's API puts its responses in.

use axum::{
    http::{StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};
use uuid::Uuid;

pub(crate) fn forbidden() -> Response {
    error(
        StatusCode::FORBIDDEN,
        "request_error",
        "forbidden",
        "You aren't permitted to perform this request.",
    )
}

pub(crate) fn bad_request(detail: &str) -> Response {
    error(StatusCode::BAD_REQUEST, "request_error", "bad_request", detail)
}

/// Paddle's error envelope: <https://developer.paddle.com/api-reference/about/errors>.
pub(crate) fn error(status: StatusCode, kind: &str, code: &str, detail: &str) -> Response {
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

pub(crate) fn meta() -> Value {
    json!({ "request_id": Uuid::new_v4().to_string() })
}

pub(crate) fn json_response(status: StatusCode, body: &Value) -> Response {
    (status, [(CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}
