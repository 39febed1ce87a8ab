//! The widget's request to the proxy.

use crate::{Environment, RedirectTarget};
use serde::{Deserialize, Serialize};

/// Where a platform mounts the proxy unless it chooses otherwise.
pub const PROXY_PATH: &str = "/api/paddle/magic-sessions";

/// Paddle's endpoint, on the API host of either environment.
pub const AUTHORIZE_PATH: &str = "/magic-sessions/authorize";

/// Header that every request of the widget carries, with the contract's version as its value.
///
/// A page of another origin can send it only after a CORS preflight, which a body-less POST would
/// not need: <https://fetch.spec.whatwg.org/#cors-safelisted-request-header>.
pub const GUARD_HEADER: (&str, &str) = ("x-paddle-magic-links", "1");

/// The widget's request to the proxy. The platform's own session says who the seller is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionRequest {
    /// The environment whose dashboard opens.
    pub environment: Environment,
    /// The redirect target, for the platform's audit and step-up rules. The widget builds the link.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub redirect: Option<RedirectTarget>,
}

impl SessionRequest {
    /// The request's JSON body. Every part is one of Paddle's fixed words, so nothing needs
    /// escaping and the wasm needs no JSON writer.
    pub fn to_json(self) -> String {
        let mut body = String::from("{\"environment\":\"");
        body.push_str(self.environment.as_str());
        if let Some(redirect) = self.redirect {
            body.push_str("\",\"redirect\":\"");
            body.push_str(redirect.as_str());
        }
        body.push_str("\"}");
        body
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_request() -> impl Iterator<Item = SessionRequest> {
        let redirects = || RedirectTarget::ALL.into_iter().map(Some).chain([None]);
        Environment::ALL.into_iter().flat_map(move |environment| {
            redirects().map(move |redirect| SessionRequest { environment, redirect })
        })
    }

    #[test]
    fn the_body_matches_serdes_and_reads_back() {
        for request in every_request() {
            assert_eq!(request.to_json(), serde_json::to_string(&request).unwrap());
            assert_eq!(
                serde_json::from_str::<SessionRequest>(&request.to_json()).unwrap(),
                request
            );
        }
        assert_eq!(every_request().count(), 10);
    }

    #[test]
    fn a_seller_named_in_the_request_is_refused() {
        let body = r#"{"environment":"live","seller":"someone-else"}"#;
        assert!(serde_json::from_str::<SessionRequest>(body).is_err());
    }
}
