//! What Paddle's response means for the browser.

use crate::{flaw::Flaw, proxy::Proxy, refusal::Refusal};
use axum::http::{HeaderMap, header::RETRY_AFTER};
use paddle_magic_links_protocol::{Environment, RefusalCode, is_identifier};
use serde_json::Value;
use std::time::Duration;

/// A flaw, the status and the error code that it does not understand, and what it takes them for.
const MISREAD: [(Flaw, u16, Option<&str>, RefusalCode); 11] = {
    use RefusalCode as To;
    [
        (Flaw::UnauthorizedRelayed, 401, Some("authentication_missing"), To::SessionExpired),
        (Flaw::ForbiddenRelayed, 403, Some("forbidden"), To::NotAllowed),
        (Flaw::MissingKeyIsOurs, 403, Some("authentication_missing"), To::SiteUnavailable),
        (Flaw::MalformedKeyIsOurs, 403, Some("authentication_malformed"), To::SiteUnavailable),
        (Flaw::InvalidTokenRelayed, 403, Some("invalid_token"), To::SessionExpired),
        (Flaw::BlockedRelayed, 403, None, To::NotAllowed),
        (Flaw::NotFoundRelayed, 404, Some("not_found"), To::EnvironmentNotConfigured),
        (Flaw::ConflictRelayed, 409, Some("conflict"), To::EnvironmentNotConfigured),
        (Flaw::UnprocessableRelayed, 422, Some("unprocessable"), To::InvalidRequest),
        (Flaw::BadRequestRelayed, 400, Some("bad_request"), To::InvalidRequest),
        (Flaw::GatewayIsOurs, 404, None, To::SiteUnavailable),
    ]
};

pub(crate) struct PaddleResponse {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

/// A code that Paddle made.
#[derive(Clone)]
pub(crate) struct Made {
    pub(crate) code: String,
    pub(crate) expires_at: Option<String>,
    pub(crate) request_id: Option<String>,
}

impl Proxy {
    pub(crate) fn read(
        &self,
        response: &PaddleResponse,
        environment: Environment,
    ) -> Result<Made, Refusal> {
        let body: Value = serde_json::from_slice(&response.body).unwrap_or_default();
        if matches!(response.status, 200 | 201) {
            return self.made(&body, response).ok_or(RefusalCode::UpstreamInvalid.into());
        }
        let mut refusal = self.refusal(response, &body, environment);
        if self.has(Flaw::DetailRelayed) {
            refusal.leak = body["error"]["detail"].as_str().map(str::to_owned);
        }
        if self.has(Flaw::PaddlesHeadersRelayed) {
            let text = |value: &axum::http::HeaderValue| {
                String::from_utf8_lossy(value.as_bytes()).into_owned()
            };
            let headers =
                response.headers.iter().filter(|(name, _)| name.as_str().starts_with("x-"));
            refusal.headers =
                headers.map(|(name, value)| (name.to_string(), text(value))).collect();
        }
        Err(refusal)
    }

    fn made(&self, body: &Value, response: &PaddleResponse) -> Option<Made> {
        let data = &body["data"];
        let code = match data["code"].as_str() {
            Some(code) => code.to_owned(),
            None if self.has(Flaw::GarbageIsSuccess) => {
                String::from_utf8_lossy(&response.body).into_owned()
            }
            None => return None,
        };
        let is_usable = code.bytes().all(|byte| byte.is_ascii_graphic() || self.takes_space(byte))
            && (1..=512).contains(&code.len());
        let is_long = code.len() > 512 && self.has(Flaw::LongCode);
        if !(is_usable || is_long || self.has(Flaw::GarbageIsSuccess)) {
            return None;
        }
        let expires_at = data["expires_at"].as_str().filter(|time| is_time(time));
        if self.has(Flaw::NineDigits) && expires_at.is_some_and(|time| time.len() != 30) {
            return None;
        }
        let known = |object: &Value, names: &[&str]| {
            object.as_object().is_none_or(|map| map.keys().all(|key| names.contains(&&**key)))
        };
        if self.has(Flaw::StrictWithPaddle)
            && !(known(body, &["data", "meta"]) && known(data, &["code", "expires_at"]))
        {
            return None;
        }
        let request_id = body["meta"]["request_id"].as_str();
        Some(Made {
            code,
            expires_at: expires_at.map(str::to_owned),
            request_id: request_id.filter(|id| is_identifier(id)).map(str::to_owned),
        })
    }

    fn takes_space(&self, byte: u8) -> bool {
        byte == b' ' && self.has(Flaw::CodeWithSpace)
    }

    fn refusal(
        &self,
        response: &PaddleResponse,
        body: &Value,
        environment: Environment,
    ) -> Refusal {
        let code = body["error"]["code"].as_str();
        if let Some(code) = self.misread(response.status, code) {
            return code.into();
        }
        match response.status {
            401 | 403 if code.is_some() => RefusalCode::UpstreamAuth.into(),
            429 => self.busy(&response.headers, environment),
            400..=499 => RefusalCode::UpstreamRejected.into(),
            502..=504 if self.has(Flaw::FailureIsBadKey) => RefusalCode::UpstreamAuth.into(),
            500..=599 if self.has(Flaw::FailureIsSuccess) => {
                Refusal::with_status(RefusalCode::UpstreamUnavailable, 200)
            }
            500..=599 => RefusalCode::UpstreamUnavailable.into(),
            _ => RefusalCode::UpstreamInvalid.into(),
        }
    }

    /// What a flaw takes Paddle's error for.
    fn misread(&self, status: u16, code: Option<&str>) -> Option<RefusalCode> {
        let mut misread = MISREAD.into_iter();
        let row =
            misread.find(|row| Some(row.0) == self.flaw() && (row.1, row.2) == (status, code));
        row.map(|row| row.3)
    }

    fn busy(&self, headers: &HeaderMap, environment: Environment) -> Refusal {
        let text = headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok());
        let digits = text.filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
        let seconds = digits.map_or(60, |digits| digits.parse().unwrap_or(u64::MAX)).clamp(1, 300);
        if !self.has(Flaw::NoPause) {
            self.pause(environment, Duration::from_secs(seconds));
        }
        let mut refusal = Refusal::after(RefusalCode::UpstreamBusy, seconds);
        match self.flaw() {
            Some(Flaw::NoRetryAfter) => refusal.retry_after = None,
            Some(Flaw::RetryAfterRelayed) => refusal.retry_after = text.map(str::to_owned),
            _ => {}
        }
        refusal
    }
}

/// Whether the text can be a time as RFC 3339 writes it.
fn is_time(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_digit() || b"TZtz:.+-".contains(&byte);
    (20..=35).contains(&text.len()) && text.bytes().all(is_part)
}
