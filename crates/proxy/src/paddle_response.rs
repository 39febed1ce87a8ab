//! Reads Paddle's response.

use crate::{Cause, Refusal, RefusalCode, UserApiKey};
use axum::http::{HeaderMap, Response, StatusCode, header::RETRY_AFTER};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::Incoming;
use paddle_magic_links_protocol::{Json, MagicSession, RequestId};
use serde_json::Value;
use std::{error::Error, io, iter};

/// Longest response that is read, in bytes. Paddle's example has 201.
const LONGEST: usize = 16 * 1024;

/// How long Paddle is left alone after a 429 without `Retry-After`, in seconds.
const DEFAULT_PAUSE: u32 = 60;

/// Longest pause that a response can ask for, in seconds.
const LONGEST_PAUSE: u32 = 300;

/// Why Paddle made no session.
#[derive(Debug)]
pub(crate) struct PaddleRefusal {
    /// What the widget gets.
    pub(crate) refusal: Refusal,
    /// What the operator gets.
    pub(crate) cause: Cause,
}

impl PaddleRefusal {
    pub(crate) fn new(code: RefusalCode, cause: Cause) -> Self {
        Self { refusal: code.into(), cause }
    }

    /// There was no response, or not all of it.
    pub(crate) fn unreached(error: &(dyn Error + 'static)) -> Self {
        let causes = || iter::successors(Some(error), |&error| error.source());
        let timed_out = causes()
            .filter_map(|error| error.downcast_ref::<io::Error>())
            .any(|error| error.kind() == io::ErrorKind::TimedOut);
        let cause = if timed_out {
            Cause::SlowPaddle
        } else {
            // The last one says most, such as "invalid peer certificate: Expired".
            Cause::Connection(causes().last().map(ToString::to_string).unwrap_or_default())
        };
        Self::new(RefusalCode::UpstreamUnavailable, cause)
    }
}

/// Something in front of Paddle could repeat the key. So no text of the response that resembles it goes on.
pub(crate) async fn read(
    response: Response<Incoming>,
    key: &UserApiKey,
) -> Result<MagicSession, PaddleRefusal> {
    let (parts, body) = response.into_parts();
    let body = read_json(body, parts.status).await?;
    let is_safe = |text: &String| !text.contains(key.expose()) && !key.expose().contains(&**text);
    let request_id = (&body).text_at("meta", "request_id").filter(is_safe).and_then(RequestId::new);
    if matches!(parts.status, StatusCode::OK | StatusCode::CREATED) {
        let Some(mut session) = MagicSession::from_json(&&body) else {
            let mut refusal = unreadable(parts.status);
            refusal.refusal.request_id = request_id;
            return Err(refusal);
        };
        session.expires_at = session.expires_at.filter(|text| is_time(text));
        session.request_id = request_id;
        return Ok(session);
    }
    let error = (&body).text_at("error", "code");
    let code = refusal_code(parts.status, error.is_some());
    let cause = match code {
        RefusalCode::UpstreamInvalid => return Err(unreadable(parts.status)),
        _ => Cause::PaddleError {
            status: parts.status.as_u16(),
            code: error.filter(|code| is_word(code) && is_safe(code)),
        },
    };
    Err(PaddleRefusal {
        refusal: Refusal { code, retry_after: pause(code, &parts.headers), request_id },
        cause,
    })
}

fn unreadable(status: StatusCode) -> PaddleRefusal {
    let cause = Cause::UnreadableResponse { status: status.as_u16() };
    PaddleRefusal::new(RefusalCode::UpstreamInvalid, cause)
}

/// Paddle responds to a bad key with 403 and an error code. Without one, a firewall in front of it refused
/// the request, and the key may be good.
fn refusal_code(status: StatusCode, has_error: bool) -> RefusalCode {
    match status.as_u16() {
        401 | 403 if has_error => RefusalCode::UpstreamAuth,
        429 => RefusalCode::UpstreamBusy,
        400..=499 => RefusalCode::UpstreamRejected,
        500..=599 => RefusalCode::UpstreamUnavailable,
        _ => RefusalCode::UpstreamInvalid,
    }
}

/// Paddle writes `Retry-After` in seconds:
/// <https://developer.paddle.com/api-reference/about/rate-limiting>.
fn pause(code: RefusalCode, headers: &HeaderMap) -> Option<u32> {
    let text = headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok());
    let digits =
        text.filter(|text| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()));
    let seconds = digits.map(|text| text.parse().unwrap_or(u32::MAX));
    let default = (code == RefusalCode::UpstreamBusy).then_some(DEFAULT_PAUSE);
    seconds.or(default).map(|seconds| seconds.clamp(1, LONGEST_PAUSE))
}

/// Whether the text is an error code like Paddle's own.
fn is_word(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    (1..=64).contains(&text.len()) && text.bytes().all(is_part)
}

/// Whether the text can be a time as RFC 3339 writes it.
fn is_time(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_digit() || b"TZtz:.+-".contains(&byte);
    (20..=35).contains(&text.len()) && text.bytes().all(is_part)
}

/// Reads the body up to a limit. A body that is not JSON reads as `null`.
async fn read_json(body: Incoming, status: StatusCode) -> Result<Value, PaddleRefusal> {
    match Limited::new(body, LONGEST).collect().await {
        Ok(body) => Ok(serde_json::from_slice(&body.to_bytes()).unwrap_or_default()),
        Err(error) if error.is::<LengthLimitError>() => Err(unreadable(status)),
        Err(error) => Err(PaddleRefusal::unreached(&*error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_is_between_a_second_and_five_minutes() {
        for (header, pause_when_busy) in [
            (None, 60),
            (Some("0"), 1),
            (Some("30"), 30),
            (Some("4294967295"), 300),
            (Some("99999999999999999999"), 300),
            (Some("-1"), 60),
            (Some("Wed, 21 Oct 2026 07:28:00 GMT"), 60),
            (Some(""), 60),
        ] {
            let mut headers = HeaderMap::new();
            if let Some(header) = header {
                headers.insert(RETRY_AFTER, header.parse().unwrap());
            }
            let pause = pause(RefusalCode::UpstreamBusy, &headers);
            assert_eq!(pause, Some(pause_when_busy), "{header:?}");
        }
        assert_eq!(pause(RefusalCode::UpstreamUnavailable, &HeaderMap::new()), None);
    }

    #[test]
    fn only_words_and_times_are_taken_from_paddle() {
        assert!(is_word("invalid_token") && is_word("error_2"));
        for text in ["", "Invalid", "a-b", "a b", "pdl.live", &"x".repeat(65)] {
            assert!(!is_word(text), "{text}");
        }
        assert!(is_time("2024-04-12T10:18:48.294633Z") && is_time("2024-04-12T10:18:48+02:00"));
        for text in ["", "<script>alert(1)</script>", "2024-04-12", &"1".repeat(36)] {
            assert!(!is_time(text), "{text}");
        }
    }
}
