//! The refusals of the contract.

use crate::{RequestId, words::words};

words! {
    /// Why a proxy refused to make a magic session: the closed set of the wire contract.
    pub enum RefusalCode {
        /// The request is not one of the widget, or nothing at this URL takes such a request.
        InvalidRequest = "invalid_request",
        /// The seller's session with the platform is missing or over.
        SessionExpired = "session_expired",
        /// The request came from another site, or does not prove that it did not.
        CsrfRejected = "csrf_rejected",
        /// This user of the platform may not open Paddle.
        NotAllowed = "not_allowed",
        /// The user has to sign in to the platform again first.
        StepUpRequired = "step_up_required",
        /// The seller has no account, or the platform has no key, in this environment.
        EnvironmentNotConfigured = "environment_not_configured",
        /// The platform's own rate limit.
        RateLimited = "rate_limited",
        /// The platform itself can't respond right now.
        SiteUnavailable = "site_unavailable",
        /// Paddle refused the key: it is revoked, or of the other environment.
        UpstreamAuth = "upstream_auth",
        /// Paddle refused the request for another reason.
        UpstreamRejected = "upstream_rejected",
        /// Paddle's response could not be understood.
        UpstreamInvalid = "upstream_invalid",
        /// Paddle failed, could not be reached, or did not respond in time.
        UpstreamUnavailable = "upstream_unavailable",
        /// Paddle's own rate limit.
        UpstreamBusy = "upstream_busy",
    }
}

impl RefusalCode {
    /// The HTTP status that goes with the code.
    pub const fn status(self) -> u16 {
        match self {
            Self::InvalidRequest => 400,
            Self::SessionExpired => 401,
            Self::CsrfRejected | Self::NotAllowed | Self::StepUpRequired => 403,
            Self::EnvironmentNotConfigured => 409,
            // Not 502 or 504: load balancers take an instance out of service for these, and content delivery
            // networks replace the body.
            Self::UpstreamAuth | Self::UpstreamRejected => 424,
            Self::RateLimited => 429,
            Self::SiteUnavailable
            | Self::UpstreamBusy
            | Self::UpstreamInvalid
            | Self::UpstreamUnavailable => 503,
        }
    }

    /// Reads Paddle's own error codes, for a platform that relays Paddle's response untouched.
    ///
    /// Source: <https://developer.paddle.com/errors/overview>. Paddle responds with 403,
    /// not 401, to every kind of bad key, also to a key of the other environment.
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

    /// The code that a bare status most likely means: nothing readable came with it, so it came from
    /// something in front of the proxy.
    ///
    /// Frameworks refuse an old CSRF token themselves: Laravel by 419, which means nothing else, Rails
    /// by 422 and Django by 403. A 403 without a token is a firewall's as often as not, and does not
    /// say that this user may not.
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

    /// The best reading of an error response to a request with or without a CSRF token; `None` where
    /// neither word nor status says anything.
    pub(crate) fn read(word: Option<&str>, status: u16, csrf_token: bool) -> Option<Self> {
        word.and_then(|word| Self::from_word(word).or_else(|| Self::from_paddles_word(word)))
            .or_else(|| Self::from_status(status, csrf_token))
    }
}

/// An error response of the proxy.
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
    fn every_code_has_a_unique_word_and_an_error_status() {
        let words: HashSet<_> = RefusalCode::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(words.len(), RefusalCode::ALL.len());
        for code in RefusalCode::ALL {
            assert!((400..600).contains(&code.status()), "{code}");
            assert_eq!(RefusalCode::read(Some(&code.to_string()), 418, false), Some(code));
        }
    }

    #[test]
    fn a_known_error_code_outranks_the_status() {
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
    fn a_bare_status_gets_its_likeliest_meaning() {
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
    fn a_frameworks_csrf_status_is_read_as_csrf_rejected() {
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
