//! A response that a test writes itself.

use axum::{
    body::Body,
    http::{HeaderName, HeaderValue, StatusCode},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use std::{fmt, time::Duration};

/// A response that a test writes itself, whatever the request is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScriptedResponse {
    /// The HTTP status.
    pub status: u16,
    /// Headers. Without a `content-type`, there is none.
    #[serde(default)]
    pub headers: Vec<(String, String)>,
    /// The body.
    #[serde(default)]
    pub body: String,
    /// How long it takes, in milliseconds.
    #[serde(default)]
    pub delay: u64,
}

impl ScriptedResponse {
    pub(crate) async fn send(self) -> Response {
        tokio::time::sleep(Duration::from_millis(self.delay)).await;
        let Ok(status) = StatusCode::from_u16(self.status) else {
            return invalid("no such status");
        };
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = status;
        for (name, value) in self.headers {
            let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value))
            else {
                return invalid("no such header");
            };
            response.headers_mut().append(name, value);
        }
        response
    }
}

impl fmt::Display for ScriptedResponse {
    /// The status, the type, and the start of the body.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const LONGEST: usize = 60;
        write!(f, "{}", self.status)?;
        let mut headers = self.headers.iter();
        if let Some((_, kind)) = headers.find(|(name, _)| name.eq_ignore_ascii_case("content-type"))
        {
            write!(f, " {kind}")?;
        }
        match self.body.char_indices().nth(LONGEST) {
            _ if self.body.is_empty() => f.write_str(" with an empty body"),
            None => write!(f, " {}", self.body),
            Some((end, _)) => write!(f, " {}…", &self.body[..end]),
        }
    }
}

/// Tells the author of the script, who reads what the proxy makes of it.
fn invalid(why: &'static str) -> Response {
    (StatusCode::NOT_IMPLEMENTED, why).into_response()
}
