//! The refusals of the contract.

use crate::RequestId;
use std::fmt;

macro_rules! refusal_codes {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $status:literal;)+) => {
        /// Why a proxy refused to make a magic session: the closed set of the wire contract.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum RefusalCode { $($(#[$doc])* $name,)+ }

        impl RefusalCode {
            /// Every code of the contract.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The word on the wire.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }

            /// The HTTP status that goes with the code.
            pub const fn status(self) -> u16 {
                match self { $(Self::$name => $status,)+ }
            }
        }
    };
}

refusal_codes! {
    /// The request is not one of the widget's, or the endpoint takes no such request.
    InvalidRequest = "invalid_request", 400;
    /// The platform's own session is missing or has expired.
    SessionExpired = "session_expired", 401;
    /// The request came from another site, or lacks what proves that it did not.
    CsrfRejected = "csrf_rejected", 403;
    /// This user of the platform may not open Paddle.
    NotAllowed = "not_allowed", 403;
    /// The user has to sign in to the platform again first.
    StepUpRequired = "step_up_required", 403;
    /// The seller has no account, or the platform has no key, in this environment.
    EnvironmentNotConfigured = "environment_not_configured", 409;
    /// The platform's own rate limit was reached.
    RateLimited = "rate_limited", 429;
    /// The platform itself can't respond right now.
    SiteUnavailable = "site_unavailable", 503;
    /// Paddle refused the key: revoked, or of the other environment.
    UpstreamAuth = "upstream_auth", 502;
    /// Paddle refused the request for another reason.
    UpstreamRejected = "upstream_rejected", 502;
    /// Paddle returned an invalid response.
    UpstreamInvalid = "upstream_invalid", 502;
    /// Paddle failed, could not be reached, or did not respond in time (then the status is 504).
    UpstreamUnavailable = "upstream_unavailable", 502;
    /// Paddle's rate limit was reached.
    UpstreamBusy = "upstream_busy", 503;
}

impl RefusalCode {
    /// The code that a word of the contract stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == word)
    }

    /// Reads Paddle's own error codes, for a platform that relays Paddle's response unchanged.
    ///
    /// Source: <https://developer.paddle.com/errors/overview>. Paddle responds with 403, not
    /// 401, to every kind of bad key, including a key of the other environment.
    fn from_paddles_word(word: &str) -> Option<Self> {
        match word {
            "authentication_missing"
            | "authentication_malformed"
            | "invalid_token"
            | "forbidden" => Some(Self::UpstreamAuth),
            "too_many_requests" => Some(Self::UpstreamBusy),
            "bad_request" | "not_found" | "not_available_in_sandbox" => {
                Some(Self::UpstreamRejected)
            }
            "internal_error" | "service_unavailable" => Some(Self::UpstreamUnavailable),
            _ => None,
        }
    }

    /// The most likely code for a bare status. Its body was not readable, so something in front of the
    /// proxy sent it.
    ///
    /// Frameworks themselves refuse an expired CSRF token: Laravel with 419, which means nothing else,
    /// Rails with 422 and Django with 403. A 403 without a token often comes from a firewall, so it does
    /// not mean that this user is not allowed.
    fn from_status(status: u16, csrf_token: bool) -> Option<Self> {
        match status {
            401 => Some(Self::SessionExpired),
            419 => Some(Self::CsrfRejected),
            403 | 422 if csrf_token => Some(Self::CsrfRejected),
            403 => None,
            409 => Some(Self::EnvironmentNotConfigured),
            429 => Some(Self::RateLimited),
            400..=499 => Some(Self::InvalidRequest),
            500..=599 => Some(Self::SiteUnavailable),
            _ => None,
        }
    }

    /// The code of an error response; `None` if neither its word nor its status has a meaning.
    /// `csrf_token` tells whether the request had one.
    pub(crate) fn read(word: Option<&str>, status: u16, csrf_token: bool) -> Option<Self> {
        word.and_then(|word| Self::from_word(word).or_else(|| Self::from_paddles_word(word)))
            .or_else(|| Self::from_status(status, csrf_token))
    }
}

impl fmt::Display for RefusalCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An error response of the proxy under the contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Why.
    pub code: RefusalCode,
    /// When to try again, in seconds from the response.
    pub retry_after: Option<u32>,
    /// Paddle's id of the failed request, for support.
    pub request_id: Option<RequestId>,
}

impl From<RefusalCode> for Refusal {
    fn from(code: RefusalCode) -> Self {
        Self { code, retry_after: None, request_id: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_code_has_a_word_of_its_own_and_a_failing_status() {
        let words: HashSet<_> = RefusalCode::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(words.len(), RefusalCode::ALL.len());
        for &code in RefusalCode::ALL {
            assert!((400..600).contains(&code.status()), "{code}");
            assert_eq!(RefusalCode::read(Some(&code.to_string()), 418, false), Some(code));
        }
    }

    #[test]
    fn the_word_wins_over_the_status_and_the_contracts_words_over_paddles() {
        assert_eq!(
            RefusalCode::read(Some("rate_limited"), 403, false),
            Some(RefusalCode::RateLimited)
        );
        assert_eq!(
            RefusalCode::read(Some("invalid_token"), 403, false),
            Some(RefusalCode::UpstreamAuth)
        );
        assert_eq!(
            RefusalCode::read(Some("too_many_requests"), 429, false),
            Some(RefusalCode::UpstreamBusy)
        );
        assert_eq!(
            RefusalCode::read(Some("internal_error"), 500, false),
            Some(RefusalCode::UpstreamUnavailable)
        );
        for word in ["bad_request", "not_found", "not_available_in_sandbox"] {
            assert_eq!(
                RefusalCode::read(Some(word), 400, false),
                Some(RefusalCode::UpstreamRejected)
            );
        }
    }

    #[test]
    fn a_bare_status_is_read_as_what_it_most_likely_means() {
        for (status, code) in [
            (400, RefusalCode::InvalidRequest),
            (401, RefusalCode::SessionExpired),
            (404, RefusalCode::InvalidRequest),
            (405, RefusalCode::InvalidRequest),
            (409, RefusalCode::EnvironmentNotConfigured),
            (419, RefusalCode::CsrfRejected),
            (422, RefusalCode::InvalidRequest),
            (429, RefusalCode::RateLimited),
            (499, RefusalCode::InvalidRequest),
            (500, RefusalCode::SiteUnavailable),
            (503, RefusalCode::SiteUnavailable),
            (504, RefusalCode::SiteUnavailable),
            (599, RefusalCode::SiteUnavailable),
        ] {
            assert_eq!(RefusalCode::read(None, status, false), Some(code), "{status}");
            assert_eq!(RefusalCode::read(Some("???"), status, false), Some(code), "{status}");
        }
        for status in [0, 200, 204, 302, 399, 403, 600] {
            assert_eq!(RefusalCode::read(None, status, false), None, "{status}");
        }
    }

    #[test]
    fn a_bare_status_by_which_frameworks_refuse_an_old_csrf_token_is_read_as_that() {
        for (status, code) in [
            (403, RefusalCode::CsrfRejected),
            (419, RefusalCode::CsrfRejected),
            (422, RefusalCode::CsrfRejected),
            (401, RefusalCode::SessionExpired),
            (404, RefusalCode::InvalidRequest),
        ] {
            assert_eq!(RefusalCode::read(None, status, true), Some(code), "{status}");
        }
        assert_eq!(
            RefusalCode::read(Some("not_allowed"), 403, true),
            Some(RefusalCode::NotAllowed)
        );
    }
}
