use crate::Environment;
use std::{borrow::Cow, error::Error, fmt, net::Ipv4Addr};

/// The origins of the Paddle dashboard, one for each environment.
///
/// Paddle's own are compiled in. A developer may replace them, for a stand-in; nothing that comes
/// over the wire can.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dashboard {
    sandbox: Cow<'static, str>,
    live: Cow<'static, str>,
}

impl Dashboard {
    /// Paddle's own dashboard.
    pub const PADDLE: Self = Self {
        sandbox: Cow::Borrowed("https://sandbox-vendors.paddle.com"),
        live: Cow::Borrowed("https://vendors.paddle.com"),
    };

    /// The same with another origin for `environment`, such as `http://127.0.0.1:4010`.
    ///
    /// # Errors
    /// [`InvalidOrigin`], see [`checked_origin`].
    pub fn with_origin(
        mut self,
        environment: Environment,
        origin: &str,
    ) -> Result<Self, InvalidOrigin> {
        let origin = Cow::Owned(checked_origin(origin)?.to_owned());
        match environment {
            Environment::Sandbox => self.sandbox = origin,
            Environment::Live => self.live = origin,
        }
        Ok(self)
    }

    /// The origin for `environment`, without a slash at its end.
    pub fn origin(&self, environment: Environment) -> &str {
        match environment {
            Environment::Sandbox => &self.sandbox,
            Environment::Live => &self.live,
        }
    }
}

impl Default for Dashboard {
    fn default() -> Self {
        Self::PADDLE
    }
}

/// Takes an origin that a code or a key may be sent to, written as `location.origin` writes it:
/// `https` with any host, `http` with a loopback host only; no path, query, fragment or user.
///
/// Stricter than a URL parser on purpose, so that no two parsers can read it differently: the
/// host is lower-case ASCII (an international name in its `xn--` form) or an IPv4 address in four
/// decimal parts, or `[::1]`. Only whether an `xn--` name stands for anything is left to the
/// browser, which goes nowhere if it does not.
///
/// # Errors
/// [`InvalidOrigin`] for anything else.
pub fn checked_origin(origin: &str) -> Result<&str, InvalidOrigin> {
    let refused = |reason| InvalidOrigin { origin: origin.into(), reason };
    let (secure, authority) = match origin.split_once("://") {
        Some(("https", rest)) => (true, rest),
        Some(("http", rest)) => (false, rest),
        _ => return Err(refused("it has to begin with https://, or http:// on loopback")),
    };
    let (host, port) = split_port(authority);
    let loopback = match host {
        "localhost" | "[::1]" => true,
        _ if is_ipv4_like(host) => match host.parse::<Ipv4Addr>() {
            Ok(address) => address.is_loopback(),
            Err(_) => return Err(refused("its host is not an IPv4 address in four parts")),
        },
        _ if is_domain(host) => false,
        _ => return Err(refused("after the scheme comes a host and perhaps a port, no more")),
    };
    if !(secure || loopback) {
        return Err(refused("http is for loopback only (localhost, 127.0.0.1, [::1])"));
    }
    let default_port = if secure { "443" } else { "80" };
    if port.is_some_and(|port| port == default_port || !is_port(port)) {
        return Err(refused(
            "its port is not a number from 1 to 65535 that differs from the default",
        ));
    }
    Ok(origin)
}

fn split_port(authority: &str) -> (&str, Option<&str>) {
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    }
}

fn is_port(port: &str) -> bool {
    !port.starts_with('0')
        && port.bytes().all(|byte| byte.is_ascii_digit())
        && port.parse::<u16>().is_ok()
}

/// A host whose last part is a number is an IPv4 address to every browser:
/// <https://url.spec.whatwg.org/#ends-in-a-number-checker>.
fn is_ipv4_like(host: &str) -> bool {
    host.rsplit('.').next().is_some_and(|last| {
        last.strip_prefix("0x").is_some_and(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
            || (!last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit()))
    })
}

fn is_domain(host: &str) -> bool {
    host.len() <= 253
        && host.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        })
}

/// The text is not an origin that a code may be sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidOrigin {
    origin: String,
    reason: &'static str,
}

impl fmt::Display for InvalidOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("invalid origin \"")?;
        f.write_str(&self.origin)?;
        f.write_str("\": ")?;
        f.write_str(self.reason)?;
        f.write_str("; write it like https://dashboard.example or http://127.0.0.1:4010")
    }
}

impl Error for InvalidOrigin {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use url::{Host, Url};

    #[test]
    fn paddles_own_hosts_are_compiled_in() {
        let dashboard = Dashboard::default();
        assert_eq!(dashboard.origin(Environment::Live), "https://vendors.paddle.com");
        assert_eq!(dashboard.origin(Environment::Sandbox), "https://sandbox-vendors.paddle.com");
    }

    #[test]
    fn one_origin_can_be_replaced_without_touching_the_other() {
        let dashboard = Dashboard::default()
            .with_origin(Environment::Sandbox, "http://127.0.0.1:4010")
            .unwrap();
        assert_eq!(dashboard.origin(Environment::Sandbox), "http://127.0.0.1:4010");
        assert_eq!(dashboard.origin(Environment::Live), "https://vendors.paddle.com");
    }

    #[test]
    fn plain_origins_are_taken() {
        for origin in [
            "https://vendors.paddle.com",
            "https://staging.example:8443",
            "https://xn--mnchen-3ya.example",
            "https://10.0.0.7",
            "http://localhost:4010",
            "http://127.0.0.1",
            "http://127.3.2.1:1",
            "http://[::1]:65535",
            "https://[::1]",
        ] {
            assert_eq!(checked_origin(origin), Ok(origin));
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for origin in [
            "",
            "vendors.paddle.com",
            "//vendors.paddle.com",
            "javascript:alert(1)",
            "javascript://vendors.paddle.com",
            "data:text/html,x",
            "HTTPS://vendors.paddle.com",
            " https://vendors.paddle.com",
            "https://vendors.paddle.com/",
            "https://vendors.paddle.com/magic-sessions",
            "https://vendors.paddle.com?x",
            "https://vendors.paddle.com#x",
            "https://vendors.paddle.com@evil.example",
            "https://user:pass@vendors.paddle.com",
            "https:\\\\vendors.paddle.com",
            "https://vendors.paddle.com\\@evil.example",
            "https://ven\tdors.paddle.com",
            "https://vendors.paddle.com\n",
            "https://vendors.paddle.com.",
            "https://.paddle.com",
            "https://-a.example",
            "https://vendors%2epaddle.com",
            "https://vendors。paddle.com",
            "https://Vendors.paddle.com",
            "https://",
            "https://:443",
            "https://vendors.paddle.com:",
            "https://vendors.paddle.com:0",
            "https://vendors.paddle.com:443",
            "https://vendors.paddle.com:08443",
            "https://vendors.paddle.com:65536",
            "https://vendors.paddle.com:+1",
            "https://2130706433",
            "https://0x7f.1",
            "https://127.1",
            "https://127.0.0.01",
            "https://[2001:db8::1]",
            "http://[::1",
            "http://vendors.paddle.com",
            "http://localhost.example",
            "http://127.0.0.1.example",
            "http://10.0.0.7",
            "http://localhost:80",
        ] {
            let error = checked_origin(origin).expect_err(origin);
            assert!(error.to_string().contains(origin));
        }
    }

    #[test]
    fn a_name_that_only_looks_international_is_no_url_so_a_window_goes_nowhere() {
        let origin = "https://xn--u12.7.0n00n2p";
        assert!(checked_origin(origin).is_ok());
        assert!(Url::parse(origin).is_err());
    }

    proptest! {
        #[test]
        fn what_is_taken_is_its_own_origin_to_a_url_parser(
            origin in r"(https?|http|ftp)?:?/{0,3}(xn--)?[a-z0-9.\-@:\[\]%/?#\\\x00-\x20]{0,24}",
        ) {
            if checked_origin(&origin).is_ok() {
                let Ok(url) = Url::parse(&origin) else {
                    prop_assert!(origin.contains("xn--"));
                    return Ok(());
                };
                prop_assert_eq!(url.origin().ascii_serialization(), origin.as_str());
                let loopback = match url.host().unwrap() {
                    Host::Domain(domain) => domain == "localhost",
                    Host::Ipv4(address) => address.is_loopback(),
                    Host::Ipv6(address) => address.is_loopback(),
                };
                prop_assert!(url.scheme() == "https" || loopback);
            }
        }

        #[test]
        fn any_origin_of_a_plain_domain_is_taken(
            origin in r"https://([a-z][a-z0-9]{0,8}\.){1,3}[a-z]{2,6}(:[1-9][0-9]{3})?",
        ) {
            prop_assert_eq!(checked_origin(&origin), Ok(origin.as_str()));
        }
    }
}
