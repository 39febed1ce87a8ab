//! Reads the browser's request.

use crate::{flaw::Flaw, proxy::Proxy, refusal::Refusal};
use axum::body::{Body, Bytes};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use paddle_magic_links_protocol::{Environment, RedirectTarget, RefusalCode, SessionRequest};
use serde_json::Value;
use std::time::Duration;
use tokio::time::timeout;

/// Longest body, in bytes.
const LONGEST: usize = 1024;

/// How long a body may take.
const LIMIT: Duration = Duration::from_secs(2);

pub(crate) struct Question {
    pub(crate) request: SessionRequest,
    pub(crate) bytes: Bytes,
    /// A field that only a flaw reads.
    pub(crate) flawed_field: Option<String>,
}

impl Proxy {
    pub(crate) async fn question(&self, body: Body) -> Result<Question, Refusal> {
        let invalid = |status| Refusal::with_status(RefusalCode::InvalidRequest, status);
        let longest = if self.has(Flaw::BigBody) { usize::MAX } else { LONGEST };
        let limit = if self.has(Flaw::HalfRequests) { Duration::MAX } else { LIMIT };
        let bytes = timeout(limit, Limited::new(body, longest).collect())
            .await
            .map_err(|_| invalid(408))?
            .map_err(|error| invalid(if error.is::<LengthLimitError>() { 413 } else { 400 }))?
            .to_bytes();
        if self.has(Flaw::PanicsOnBadUtf8) {
            std::str::from_utf8(&bytes).expect("a request is UTF-8");
        }
        match self.parse(&bytes) {
            Some(question) => Ok(question),
            None if self.has(Flaw::ServerErrorOnBadBody) => Err(invalid(500)),
            None => Err(invalid(400)),
        }
    }

    /// What a request without a body means to a flaw.
    pub(crate) fn live(bytes: Bytes) -> Question {
        let request = SessionRequest { environment: Environment::Live, redirect: None };
        Question { request, bytes, flawed_field: None }
    }

    fn parse(&self, bytes: &Bytes) -> Option<Question> {
        let mut value: Value = serde_json::from_slice(bytes).ok()?;
        // serde would also read a list by position, and a word from an object.
        let object = value.as_object_mut()?;
        if self.has(Flaw::UnknownFields) {
            object.retain(|field, _| matches!(field.as_str(), "environment" | "redirect"));
        }
        if !object.values().all(Value::is_string) {
            return None;
        }
        if self.has(Flaw::LiveByDefault) && !object.contains_key("environment") {
            object.insert("environment".into(), "live".into());
        }
        let field = match self.flaw() {
            Some(Flaw::SellerFromBody) => Some("seller"),
            Some(Flaw::BaseUrlFromBody) => Some("base_url"),
            _ => None,
        };
        let flawed_field = field.and_then(|field| object.remove(field));
        let flawed_field = flawed_field.and_then(|value| value.as_str().map(str::to_owned));
        let request: SessionRequest = serde_json::from_value(value).ok()?;
        let is_refused = match self.flaw() {
            Some(Flaw::RedirectUnknown) => request.redirect == Some(RedirectTarget::RetainSettings),
            Some(Flaw::RedirectRequired) => request.redirect.is_none(),
            _ => false,
        };
        if is_refused {
            return None;
        }
        Some(Question { request, bytes: bytes.clone(), flawed_field })
    }
}
