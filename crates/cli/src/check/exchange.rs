//! A click, what came back, and what Paddle was asked meanwhile.

use super::{click::Click, mask::Secrets};
use paddle_magic_links_protocol::{Environment, RefusalCode};
use paddle_magic_links_stand_in::RecordedRequest;
use reqwest::header::HeaderMap;
use serde_json::Value;
use std::time::Duration;

#[derive(Clone, Debug)]
pub(super) struct Exchange {
    pub(super) click: Click,
    /// The response, or why there is none.
    pub(super) answer: Result<Answer, String>,
    /// What Paddle was asked, and in which environment.
    pub(super) asked: Vec<(Environment, RecordedRequest)>,
    pub(super) took: Duration,
}

#[derive(Clone)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

impl std::fmt::Debug for Answer {
    /// Without the body, which may have a code.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Answer({})", self.status)
    }
}

impl Answer {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    pub(super) fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    pub(super) fn word(&self) -> Option<RefusalCode> {
        RefusalCode::from_word(self.json()?["error"]["code"].as_str()?)
    }

    pub(super) fn code(&self) -> Option<String> {
        Some(self.json()?["data"]["code"].as_str()?.to_owned())
    }

    pub(super) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    pub(super) fn retry_after(&self) -> Option<u64> {
        self.header("retry-after")?.parse().ok()
    }
}

impl Exchange {
    pub(super) fn answer(&self) -> Option<&Answer> {
        self.answer.as_ref().ok()
    }

    pub(super) fn is_success(&self) -> bool {
        self.answer().is_some_and(Answer::is_success)
    }

    /// Whether the proxy's own limit refused it, so that it can be sent again.
    pub(super) fn is_limited(&self) -> bool {
        let busy = [RefusalCode::UpstreamBusy, RefusalCode::SiteUnavailable];
        self.answer().is_some_and(|answer| {
            answer.status == 429
                || answer.retry_after().is_some()
                    && answer.word().is_some_and(|word| busy.contains(&word))
        })
    }

    /// What came back, and what Paddle was asked.
    pub(super) fn seen(&self, secrets: &Secrets) -> String {
        let answer = match &self.answer {
            Err(error) => format!("no response: {error}"),
            Ok(answer) => {
                let body = secrets.mask_body(&answer.body);
                let wait =
                    answer.header("retry-after").map(|wait| format!(" (retry-after: {wait})"));
                format!("{}{} {body}", answer.status, wait.unwrap_or_default())
            }
        };
        format!("{}; {}", answer.trim_end(), self.asked(secrets))
    }

    fn asked(&self, secrets: &Secrets) -> String {
        let sellers = ["seller A's key", "seller B's key"];
        let whose = |request: &RecordedRequest| {
            request.seller.and_then(|place| sellers.get(place)).copied().unwrap_or("no known key")
        };
        match &*self.asked {
            [] => "Paddle was not asked".into(),
            [(environment, request)] => {
                let response = request.response.as_deref().unwrap_or("no response");
                format!(
                    "Paddle was asked once, in {environment}, with {}; its response: {}",
                    whose(request),
                    secrets.mask_body(response.as_bytes())
                )
            }
            many => format!("Paddle was asked {} times", many.len()),
        }
    }
}

/// What came of a Paddle that does not respond.
#[derive(Clone)]
pub(super) struct Stall {
    /// A click in sandbox, where Paddle never responded.
    pub(super) silent: Exchange,
    /// A click in live, where Paddle responded a byte a second.
    pub(super) slow: Exchange,
    /// The next click in sandbox, where Paddle responded again.
    pub(super) after: Exchange,
    pub(super) after_has_code: bool,
}
