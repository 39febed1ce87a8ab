//! Reads the response of the proxy.

use crate::{Code, Environment, Json, Refusal, RefusalCode, RequestId};

/// A response of the proxy, as far as the contract reads it.
#[derive(Clone, Copy, Debug)]
pub struct SessionResponse<'a, J> {
    /// The HTTP status; 0 where the browser hides it.
    pub status: u16,
    /// The `retry-after` header.
    pub retry_after: Option<&'a str>,
    /// The body, where it is JSON.
    pub body: Option<J>,
    /// Whether the request had a CSRF token, which the platform's framework may have rejected.
    pub csrf_token: bool,
}

/// A magic session that has not been opened yet.
#[derive(Debug)]
pub struct MagicSession {
    /// The code that opens it, once.
    pub code: Code,
    /// When the code expires, as Paddle wrote it: RFC 3339, up to nine fractional digits.
    pub expires_at: Option<String>,
    /// Paddle's id of the request that made it.
    pub request_id: Option<RequestId>,
}

impl MagicSession {
    /// Reads Paddle's envelope `{"data":{"code",…},"meta":{…}}`; `None` where there is no code.
    ///
    /// Fields that Paddle may add are ignored, and a `meta` or `expires_at` that can't be read
    /// is left out: neither is needed to open the dashboard.
    pub fn from_json(envelope: &impl Json) -> Option<Self> {
        Some(Self {
            code: Code::new(envelope.text_at("data", "code")?).ok()?,
            expires_at: envelope.text_at("data", "expires_at"),
            request_id: request_id(envelope),
        })
    }
}

/// Why a response has no magic session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResponseError {
    /// The proxy refused.
    Refused(Refusal),
    /// The response does not follow the contract.
    Invalid,
    /// The session is for the environment that was not requested.
    EnvironmentMismatch,
}

impl<J: Json> SessionResponse<'_, J> {
    /// Reads the magic session from the response to a request for `requested`.
    ///
    /// # Errors
    /// [`ResponseError`], if there is none.
    pub fn read(&self, requested: Environment) -> Result<MagicSession, ResponseError> {
        if !matches!(self.status, 200 | 201) {
            return Err(self.refusal().map_or(ResponseError::Invalid, ResponseError::Refused));
        }
        let body = self.body.as_ref().ok_or(ResponseError::Invalid)?;
        let session = MagicSession::from_json(body).ok_or(ResponseError::Invalid)?;
        match body.text_at("data", "environment") {
            Some(word) if word.parse() != Ok(requested) => Err(ResponseError::EnvironmentMismatch),
            _ => Ok(session),
        }
    }

    fn refusal(&self) -> Option<Refusal> {
        let word = self.body.as_ref().and_then(|body| body.text_at("error", "code"));
        Some(Refusal {
            code: RefusalCode::read(word.as_deref(), self.status, self.csrf_token)?,
            retry_after: self.retry_after.and_then(|seconds| seconds.trim_ascii().parse().ok()),
            request_id: self.body.as_ref().and_then(request_id),
        })
    }
}

fn request_id(envelope: &impl Json) -> Option<RequestId> {
    RequestId::new(envelope.text_at("meta", "request_id")?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{collection, prelude::*};
    use serde_json::{Value, json};

    fn read(status: u16, body: &Value) -> Result<MagicSession, ResponseError> {
        SessionResponse { status, retry_after: None, body: Some(body), csrf_token: false }
            .read(Environment::Live)
    }

    /// Paddle's own example.
    fn example() -> Value {
        json!({
            "data": {
                "code": "Vh7nQ2pXk9Lm4Rt1Ws8Yz6Bc3Nj0Gd5Fu2Ei7Ol4KaZ",
                "expires_at": "2026-03-05T19:21:36.711613073Z"
            },
            "meta": { "request_id": "d1f2a3b4-5c6d-47e8-9f0a-1b2c3d4e5f60" }
        })
    }

    #[test]
    fn paddles_documented_response_is_a_session() {
        for status in [200, 201] {
            let session = read(status, &example()).unwrap();
            assert_eq!(session.code.reveal(), "Vh7nQ2pXk9Lm4Rt1Ws8Yz6Bc3Nj0Gd5Fu2Ei7Ol4KaZ");
            assert_eq!(session.expires_at.unwrap(), "2026-03-05T19:21:36.711613073Z");
            let id = session.request_id.unwrap();
            assert_eq!(id.as_str(), "d1f2a3b4-5c6d-47e8-9f0a-1b2c3d4e5f60");
        }
    }

    #[test]
    fn a_session_of_the_other_environment_is_an_error() {
        for (word, taken) in [("live", true), ("production", true), ("sandbox", false), ("", false)]
        {
            let mut body = example();
            body["data"]["environment"] = word.into();
            match read(201, &body) {
                Ok(_) => assert!(taken, "{word:?}"),
                Err(error) => {
                    assert!(!taken, "{word:?}");
                    assert_eq!(error, ResponseError::EnvironmentMismatch);
                }
            }
        }
    }

    #[test]
    fn other_fields_may_be_missing_or_odd() {
        for body in [
            json!({"data": {"code": "x"}}),
            json!({"data": {"code": "x", "expires_at": 5, "more": []}, "meta": "?"}),
            json!({"data": {"code": "x"}, "meta": {"request_id": "<b>"}, "more": {}}),
        ] {
            let session = read(201, &body).unwrap();
            assert_eq!((session.expires_at, session.request_id), (None, None), "{body}");
        }
    }

    #[test]
    fn a_success_without_a_code_is_invalid() {
        for body in [
            json!(null),
            json!([]),
            json!("code"),
            json!({"data": "x"}),
            json!({"data": {}}),
            json!({"data": {"code": ""}}),
            json!({"data": {"code": 7}}),
            json!({"data": {"code": "a b"}}),
            json!({"data": {"code": "x".repeat(513)}}),
            json!({"code": "x"}),
        ] {
            assert_eq!(read(201, &body).unwrap_err(), ResponseError::Invalid, "{body}");
        }
        let nothing = SessionResponse::<&Value> {
            status: 200,
            retry_after: None,
            body: None,
            csrf_token: false,
        };
        assert_eq!(nothing.read(Environment::Live).unwrap_err(), ResponseError::Invalid);
    }

    #[test]
    fn a_refusal_keeps_its_code_wait_and_request_id() {
        let body = json!({"error": {"code": "upstream_busy"}, "meta": {"request_id": "r-1"}});
        let response = SessionResponse {
            status: 503,
            retry_after: Some(" 30"),
            body: Some(&body),
            csrf_token: false,
        };
        assert_eq!(
            response.read(Environment::Live).unwrap_err(),
            ResponseError::Refused(Refusal {
                code: RefusalCode::UpstreamBusy,
                retry_after: Some(30),
                request_id: RequestId::new("r-1".into()),
            })
        );
    }

    #[test]
    fn a_wait_that_is_not_in_whole_seconds_is_ignored() {
        for header in ["", "-1", "soon", "99999999999", "1.5"] {
            let response = SessionResponse::<&Value> {
                status: 429,
                retry_after: Some(header),
                body: None,
                csrf_token: false,
            };
            assert_eq!(
                response.read(Environment::Live).unwrap_err(),
                ResponseError::Refused(RefusalCode::RateLimited.into()),
                "{header:?}"
            );
        }
    }

    #[test]
    fn a_response_that_is_neither_success_nor_refusal_is_invalid() {
        for status in [0, 204, 302] {
            assert_eq!(read(status, &example()).unwrap_err(), ResponseError::Invalid, "{status}");
        }
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let word = prop::sample::select(vec![
            "data",
            "code",
            "environment",
            "expires_at",
            "meta",
            "request_id",
            "error",
            "live",
            "sandbox",
            "invalid_token",
            "",
            "é",
        ]);
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            word.clone().prop_map(Value::from),
            ".*".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 24, 5, move |inner| {
            prop_oneof![
                collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                collection::btree_map(word.clone().prop_map(String::from), inner, 0..5)
                    .prop_map(|entries| Value::Object(entries.into_iter().collect())),
            ]
        })
    }

    /// Like a session, so that the interesting places are reached, but with anything in them.
    fn almost_a_session() -> impl Strategy<Value = Value> {
        let code = prop_oneof!["[!-~]{1,43}".prop_map(Value::from), any_json()];
        (code, any_json(), any_json()).prop_map(|(code, environment, meta)| {
            json!({"data": {"code": code, "environment": environment}, "meta": meta})
        })
    }

    proptest! {
        #[test]
        fn any_response_is_a_session_with_its_code_or_an_error(
            status in prop_oneof![Just(200), Just(201), any::<u16>()],
            retry_after in proptest::option::of(".*"),
            body in proptest::option::of(prop_oneof![any_json(), almost_a_session()]),
            csrf_token in any::<bool>(),
        ) {
            let body = body.as_ref();
            let response = SessionResponse { status, retry_after: retry_after.as_deref(), body, csrf_token };
            if let Ok(session) = response.read(Environment::Live) {
                prop_assert!(status == 200 || status == 201);
                let held = body.unwrap().pointer("/data/code").unwrap();
                prop_assert_eq!(session.code.reveal(), held.as_str().unwrap());
            }
        }
    }
}
