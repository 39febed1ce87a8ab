//! The API of the demo's panel for developers.

use crate::{Shared, SimulatedFault};
use axum::{
    Json, Router,
    extract::State,
    http::{
        HeaderValue, StatusCode,
        header::{CACHE_CONTROL, SET_COOKIE},
    },
    response::IntoResponse,
    routing::get,
};
use paddle_magic_links_proxy::Environment;
use serde_json::json;
use std::sync::Arc;
use tower_http::csrf::CsrfLayer;

/// `GET /api/demo` signs the seller in, and returns the origins of the stand-in and the simulated failure.
/// `POST /api/demo` takes the word of a failure to simulate, or nothing for none.
pub(crate) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/api/demo", get(show).post(choose))
        .route_layer(CsrfLayer::new())
        .with_state(shared)
}

async fn show(State(shared): State<Arc<Shared>>) -> impl IntoResponse {
    // Only the stand-in's dashboard needs telling; Paddle's own is compiled into the widget.
    let stand_in = |environment| {
        (!shared.keys.are_paddles(environment)).then(|| shared.stand_in.origin(environment))
    };
    let body = json!({
        "stand_in": {
            "sandbox": stand_in(Environment::Sandbox),
            "live": stand_in(Environment::Live),
        },
        "fault": shared.fault.get(),
    });
    let headers = [
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (SET_COOKIE, shared.session.cookie()),
    ];
    (headers, Json(body))
}

async fn choose(
    State(shared): State<Arc<Shared>>,
    word: String,
) -> Result<StatusCode, (StatusCode, String)> {
    let fault = match word.as_str() {
        "" => None,
        word => Some(
            serde_json::from_value::<SimulatedFault>(word.into())
                .map_err(|error| (StatusCode::BAD_REQUEST, error.to_string()))?,
        ),
    };
    shared.fault.set(fault, &shared.stand_in);
    Ok(StatusCode::NO_CONTENT)
}
