//! What a test suite in another language sets and asks.

use crate::{Certificate, Fault, Keys, ScriptedResponse, StandIn};
use axum::{
    Json, Router,
    extract::{Path, State},
    http::StatusCode,
    routing::{get, post, put},
};
use paddle_magic_links_protocol::Environment;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

pub(crate) fn router(stand_in: Arc<StandIn>) -> Router {
    Router::new()
        .route("/", get(state).delete(reset))
        .route("/fault", put(fault))
        .route("/certificate", put(certificate))
        .route("/{environment}/responses", post(respond))
        .route("/{environment}/keys", put(replace_keys))
        .with_state(stand_in)
}

/// What has happened.
async fn state(State(stand_in): State<Arc<StandIn>>) -> Json<Value> {
    let of = |environment| {
        let environment = stand_in.environment(environment);
        json!({
            "requests": environment.ledger(),
            "codes_made": environment.sessions_made(),
            "codes_opened": environment.sessions_opened(),
        })
    };
    Json(json!({
        "sandbox": of(Environment::Sandbox),
        "live": of(Environment::Live),
        "requests_elsewhere": stand_in.requests_elsewhere(),
    }))
}

async fn reset(State(stand_in): State<Arc<StandIn>>) -> StatusCode {
    stand_in.reset();
    StatusCode::NO_CONTENT
}

/// The word of a fault, or `null`.
async fn fault(
    State(stand_in): State<Arc<StandIn>>,
    Json(fault): Json<Option<Fault>>,
) -> StatusCode {
    stand_in.fail_with(fault);
    StatusCode::NO_CONTENT
}

async fn certificate(
    State(stand_in): State<Arc<StandIn>>,
    Json(certificate): Json<Certificate>,
) -> StatusCode {
    found(stand_in.show(certificate))
}

async fn respond(
    State(stand_in): State<Arc<StandIn>>,
    Path(environment): Path<Environment>,
    Json(response): Json<ScriptedResponse>,
) -> StatusCode {
    stand_in.environment(environment).respond_with(response);
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Replacement {
    seller: usize,
    key: String,
}

async fn replace_keys(
    State(stand_in): State<Arc<StandIn>>,
    Path(environment): Path<Environment>,
    Json(Replacement { seller, key }): Json<Replacement>,
) -> StatusCode {
    found(stand_in.environment(environment).replace_keys(seller, Keys::new(key.clone(), key)))
}

fn found(is_there: bool) -> StatusCode {
    if is_there { StatusCode::NO_CONTENT } else { StatusCode::NOT_FOUND }
}
