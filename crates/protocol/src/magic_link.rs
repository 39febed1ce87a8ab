//! The magic link: the URL made from a one-time code.

use crate::{Code, Dashboard, Environment, RedirectTarget};
use std::fmt;

/// Path of the dashboard's login by code.
pub const LOGIN_PATH: &str = "/magic-sessions/login";

/// The URL that opens the dashboard once. It holds the code, so it is as secret as the code.
pub struct MagicLink(String);

impl MagicLink {
    /// The link to Paddle's own dashboard. Without a target it opens the overview.
    pub fn new(environment: Environment, code: &Code, target: Option<RedirectTarget>) -> Self {
        Self::with_dashboard(&Dashboard::PADDLE, environment, code, target)
    }

    /// The link to a dashboard that a developer gave.
    pub fn with_dashboard(
        dashboard: &Dashboard,
        environment: Environment,
        code: &Code,
        target: Option<RedirectTarget>,
    ) -> Self {
        let mut link = String::from(dashboard.origin(environment));
        link.push_str(LOGIN_PATH);
        link.push_str("?code=");
        percent_encode(code.reveal(), &mut link);
        if let Some(target) = target {
            link.push_str("&redirect=");
            link.push_str(target.as_str());
        }
        Self(link)
    }

    /// The URL, to be handed to the window and to nothing else.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for MagicLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MagicLink(…)")
    }
}

/// Escapes all but RFC 3986's unreserved characters, so that no byte of a code can end the
/// parameter, whichever parser reads it: <https://www.rfc-editor.org/rfc/rfc3986#section-2.3>.
fn percent_encode(text: &str, into: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            into.push(char::from(byte));
        } else {
            let digit = |nibble: u8| char::from(b"0123456789ABCDEF"[usize::from(nibble)]);
            into.push('%');
            into.push(digit(byte >> 4));
            into.push(digit(byte & 15));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{prelude::*, sample::select};
    use url::Url;

    #[test]
    fn paddles_documented_link_is_reproduced() {
        let code = Code::new("Vh7nQ2pXk9Lm4Rt1Ws8Yz6Bc3Nj0Gd5Fu2Ei7Ol4KaZ".into()).unwrap();
        let link = MagicLink::new(Environment::Live, &code, Some(RedirectTarget::Onboarding));
        assert_eq!(
            link.reveal(),
            "https://vendors.paddle.com/magic-sessions/login\
             ?code=Vh7nQ2pXk9Lm4Rt1Ws8Yz6Bc3Nj0Gd5Fu2Ei7Ol4KaZ&redirect=onboarding"
        );
    }

    #[test]
    fn debug_hides_the_link() {
        let code = Code::new("s3cr3t".into()).unwrap();
        let link = MagicLink::new(Environment::Sandbox, &code, None);
        assert_eq!(format!("{link:?}"), "MagicLink(…)");
    }

    proptest! {
        #[test]
        fn every_link_has_its_environments_host_code_and_target(
            environment in select(Environment::ALL.as_slice()),
            code in "[!-~]{1,512}",
            target in proptest::option::of(select(RedirectTarget::ALL.as_slice())),
        ) {
            let link = MagicLink::new(environment, &Code::new(code.clone()).unwrap(), target);
            let url = Url::parse(link.reveal()).unwrap();
            prop_assert_eq!(url.scheme(), "https");
            prop_assert_eq!(url.host_str(), Some(match environment {
                Environment::Sandbox => "sandbox-vendors.paddle.com",
                Environment::Live => "vendors.paddle.com",
            }));
            prop_assert_eq!((url.username(), url.password(), url.port()), ("", None, None));
            prop_assert_eq!(url.path(), LOGIN_PATH);
            prop_assert_eq!(url.fragment(), None);
            let mut expected = vec![("code".to_owned(), code)];
            expected.extend(target.map(|target| ("redirect".into(), target.to_string())));
            prop_assert_eq!(url.query_pairs().into_owned().collect::<Vec<_>>(), expected);
        }
    }
}
