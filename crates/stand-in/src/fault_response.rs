//! What a client sees of a fault.

use crate::{
    Fault, PaddleEnvironment,
    envelope::{error, forbidden},
    serve::Ending,
};
use axum::{
    body::{Body, Bytes},
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, LOCATION, RETRY_AFTER},
    },
    response::{Html, IntoResponse, Response},
};
use futures_util::{StreamExt, stream};
use serde_json::json;
use std::{future::pending, io, time::Duration};

/// `None` for a fault after which the API responds as it does otherwise.
pub(crate) async fn respond(
    fault: Fault,
    environment: &PaddleEnvironment,
    request: &HeaderMap,
) -> Option<Response> {
    Some(match fault {
        Fault::SlowResponse => {
            tokio::time::sleep(Duration::from_secs(10)).await;
            return None;
        }
        Fault::Forbidden => forbidden(),
        Fault::TooManyRequests => too_many_requests(30),
        Fault::InternalError => error(
            StatusCode::INTERNAL_SERVER_ERROR,
            "api_error",
            "internal_error",
            "Internal error.",
        ),
        Fault::Garbage => (StatusCode::CREATED, "<!doctype html>").into_response(),
        Fault::CutConnection => cut_connection(),
        Fault::Hang => pending().await,
        Fault::Close => Ending::Close.into_response(),
        Fault::Reset => Ending::Reset.into_response(),
        Fault::Drip => drip(),
        Fault::Endless => endless(environment.clone()),
        Fault::Blocked => {
            let page = Html("<!doctype html><title>Blocked</title><h1>Request blocked</h1>");
            (StatusCode::FORBIDDEN, page).into_response()
        }
        Fault::Echo => echo(request),
        Fault::Redirect => {
            (StatusCode::TEMPORARY_REDIRECT, [(LOCATION, environment.elsewhere())]).into_response()
        }
    })
}

impl IntoResponse for Ending {
    fn into_response(self) -> Response {
        let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

pub(crate) fn too_many_requests(seconds: u64) -> Response {
    let mut response = error(
        StatusCode::TOO_MANY_REQUESTS,
        "api_error",
        "too_many_requests",
        "IP address exceeded the allowed rate limit. Retry after the number of seconds in the \
         Retry-After header.",
    );
    response.headers_mut().insert(RETRY_AFTER, seconds.into());
    response
}

fn cut_connection() -> Response {
    let start = stream::once(async { Ok(Bytes::from_static(b"{\"data\":{\"co")) });
    let cut = stream::once(async {
        // Until then, the start may not have left.
        tokio::time::sleep(Duration::from_millis(10)).await;
        Err(io::Error::other("cut, as asked for"))
    });
    let body = Body::from_stream(start.chain(cut));
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (CONTENT_LENGTH, HeaderValue::from_static("201")),
    ];
    (StatusCode::CREATED, headers, body).into_response()
}

fn drip() -> Response {
    let body = Body::from_stream(stream::unfold((), async |()| {
        tokio::time::sleep(Duration::from_secs(1)).await;
        Some((Ok::<_, io::Error>(Bytes::from_static(b" ")), ()))
    }));
    (StatusCode::CREATED, [(CONTENT_TYPE, "application/json")], body).into_response()
}

/// After 64 MiB it hangs, so that it does not fill the memory of a proxy that reads all of it.
fn endless(environment: PaddleEnvironment) -> Response {
    const MOST: usize = 64 * 1024 * 1024;
    let session = Bytes::from_static(b"{\"data\":{\"code\":\"endless\"}}");
    let body = Body::from_stream(stream::unfold(session, move |chunk| {
        let environment = environment.clone();
        async move {
            if environment.endless_bytes() > MOST {
                pending::<()>().await;
            }
            environment.state().endless_bytes += chunk.len();
            Some((Ok::<_, io::Error>(chunk), Bytes::from_static(&[b' '; 16 * 1024])))
        }
    }));
    (StatusCode::CREATED, [(CONTENT_TYPE, "application/json")], body).into_response()
}

/// Repeats the key wherever a response has room for it.
fn echo(request: &HeaderMap) -> Response {
    let key = request.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let key = key.trim_start_matches("Bearer ");
    let body = json!({
        "error": { "type": key, "code": key, "detail": key, "documentation_url": key },
        "meta": { "request_id": key },
        "data": { "expires_at": key },
    });
    let headers = [("content-type", "application/json"), ("x-echo", key), ("retry-after", key)];
    (StatusCode::FORBIDDEN, headers, body.to_string()).into_response()
}
