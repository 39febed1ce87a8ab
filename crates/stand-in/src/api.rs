//! Paddle's API for magic sessions.

use crate::{
    PaddleEnvironment,
    envelope::{bad_request, error, json_response, meta},
    fault_response,
};
use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, header::AUTHORIZATION},
    response::Response,
};
use chrono::{SecondsFormat, Utc};
use serde_json::json;

/// `POST /magic-sessions/authorize`.
pub(crate) async fn authorize(
    State(environment): State<PaddleEnvironment>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if let Some(scripted) = environment.next_scripted() {
        let words = scripted.to_string();
        return in_words(scripted.send().await, words);
    }
    let fault = environment.state().fault;
    if let Some(fault) = fault
        && let Some(response) = fault_response::respond(fault, &environment, &headers).await
    {
        return in_words(response, fault.as_response().to_owned());
    }
    if let Err(seconds) = environment.admit() {
        return fault_response::too_many_requests(seconds);
    }
    let seller = match check_key(&environment, &headers) {
        Ok(seller) => seller,
        Err((code, detail)) => {
            return error(StatusCode::FORBIDDEN, "request_error", code, detail);
        }
    };
    if !body.is_empty() {
        return bad_request("The request body must be empty.");
    }
    if headers.get("paddle-version").is_some_and(|version| version != "1") {
        return bad_request("Paddle-Version must be 1.");
    }
    let lifetime = environment.options().code_lifetime;
    let code = environment.make_code(seller);
    let expires_at = (Utc::now() + lifetime).to_rfc3339_opts(SecondsFormat::Nanos, true);
    let mut response = json_response(
        StatusCode::CREATED,
        &json!({ "data": { "code": code, "expires_at": expires_at }, "meta": meta() }),
    );
    response.extensions_mut().insert(MadeCode);
    response
}

/// Marks a response that has a code.
#[derive(Clone, Copy)]
pub(crate) struct MadeCode;

/// What a response is, where its status does not say it all.
#[derive(Clone)]
pub(crate) struct InWords(pub(crate) String);

fn in_words(mut response: Response, words: String) -> Response {
    response.extensions_mut().insert(InWords(words));
    response
}

/// Paddle responds with 403, not 401, to every kind of bad key:
/// <https://developer.paddle.com/errors/shared/authentication_missing> and its neighbours.
fn check_key(
    environment: &PaddleEnvironment,
    headers: &HeaderMap,
) -> Result<usize, (&'static str, &'static str)> {
    let Some(authorization) = headers.get(AUTHORIZATION) else {
        return Err(("authentication_missing", "Authentication header not included."));
    };
    match authorization.to_str().ok().and_then(|value| value.strip_prefix("Bearer ")) {
        None | Some("") => {
            Err(("authentication_malformed", "Authentication header is not a bearer token."))
        }
        Some(key) => environment
            .seller_of(key)
            .ok_or(("invalid_token", "The API key is not one of this environment.")),
    }
}

/// Responds to unknown paths and methods.
pub(crate) async fn not_found() -> Response {
    error(StatusCode::NOT_FOUND, "request_error", "not_found", "Not found.")
}
