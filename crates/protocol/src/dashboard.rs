//! The dashboard's origins, and which origins a code or a key may be sent to.

use crate::Environment;
use std::{borrow::Cow, error::Error, fmt};

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
        self.set(environment, checked_origin(origin)?.to_owned());
        Ok(self)
    }

    /// The same, where a URL parser has found that it is an origin, and `https` or on this machine.
    #[must_use]
    pub fn with_parsed_origin(mut self, environment: Environment, origin: String) -> Self {
        self.set(environment, origin);
        self
    }

    fn set(&mut self, environment: Environment, origin: String) {
        match environment {
            Environment::Sandbox => self.sandbox = Cow::Owned(origin),
            Environment::Live => self.live = Cow::Owned(origin),
        }
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
/// `https` with a domain, or either scheme with a loopback host (`localhost`, `127.0.0.1`, `[::1]`);
/// no path, query, fragment or user.
///
/// Stricter than a URL parser on purpose, so that no two parsers can read it differently: a domain is
/// lower-case ASCII (an international name in its `xn--` form) and its last part begins with a
/// letter, because otherwise it could be an IPv4 address:
/// <https://url.spec.whatwg.org/#ends-in-a-number-checker>. Only whether an `xn--` name stands for
/// anything is left to the browser, which goes nowhere if it does not.
///
/// # Errors
/// [`InvalidOrigin`] for anything else.
// By bytes, as searching text for text would cost 1.2 kB (brotli) of wasm.
pub fn checked_origin(origin: &str) -> Result<&str, InvalidOrigin> {
    let refused = |reason| InvalidOrigin { origin: origin.into(), reason };
    let (default_port, authority) =
        match (origin.strip_prefix("https://"), origin.strip_prefix("http://")) {
            (Some(authority), _) => (443, authority),
            (_, Some(authority)) => (80, authority),
            _ => return Err(refused("it has to begin with https://, or http:// on loopback")),
        };
    if authority.bytes().any(|byte| matches!(byte, b'/' | b'?' | b'#' | b'@' | b'\\')) {
        return Err(refused("an origin has no path, query, fragment or user"));
    }
    let (host, port) = split_port(authority);
    let loopback = is_loopback(host);
    if !loopback && !is_domain(host) {
        return Err(refused(
            "after the scheme comes a domain, localhost, 127.0.0.1 or [::1], and perhaps a port",
        ));
    }
    if !loopback && default_port == 80 {
        return Err(refused("http is for loopback only (localhost, 127.0.0.1, [::1])"));
    }
    if port.is_some_and(|port| !is_port(port, default_port)) {
        return Err(refused(
            "its port is not a number from 1 to 65535 that differs from the default",
        ));
    }
    Ok(origin)
}

/// Whether a request to an absolute URL is encrypted or stays on this machine. Browsers resolve every
/// name below `localhost` to this machine:
/// <https://www.w3.org/TR/secure-contexts/#is-origin-trustworthy>.
pub fn is_safe_in_transit(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("http://") else { return url.starts_with("https://") };
    let end = rest.bytes().position(|byte| matches!(byte, b'/' | b'?' | b'#'));
    let (host, _) = split_port(end.and_then(|end| rest.get(..end)).unwrap_or(rest));
    is_loopback(host) || host.ends_with(".localhost")
}

fn is_loopback(host: &str) -> bool {
    matches!(host, "localhost" | "127.0.0.1" | "[::1]")
}

fn split_port(authority: &str) -> (&str, Option<&str>) {
    let colon = authority.bytes().rposition(|byte| byte == b':');
    match colon.and_then(|at| authority.split_at_checked(at)) {
        Some((host, port)) if !port.ends_with(']') => (host, port.get(1..)),
        _ => (authority, None),
    }
}

fn is_port(port: &str, default: u32) -> bool {
    matches!(port.as_bytes().first(), Some(b'1'..=b'9'))
        && port.parse().is_ok_and(|port: u32| port <= 65535 && port != default)
}

fn is_domain(host: &str) -> bool {
    let mut labels = host.as_bytes().split(|&byte| byte == b'.');
    let known = |byte: &u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
    let plain = |label: &[u8]| {
        matches!(label.len(), 1..=63) && !label.starts_with(b"-") && label.iter().all(known)
    };
    let top_level = |label: &[u8]| plain(label) && label[0].is_ascii_lowercase();
    host.len() <= 253 && labels.next_back().is_some_and(top_level) && labels.all(plain)
}

/// The text is not an origin that a code may be sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidOrigin {
    origin: String,
    reason: &'static str,
}

impl InvalidOrigin {
    /// What is wrong with it.
    pub const fn reason(&self) -> &'static str {
        self.reason
    }
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
            "https://1.2.example",
            "http://localhost:4010",
            "http://127.0.0.1",
            "http://127.0.0.1:1",
            "https://localhost",
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
            "https://10.0.0.7",
            "http://127.3.2.1",
            "https://2130706433",
            "https://vendors.paddle.com:65537",
            "https://vendors.paddle.com:8443:8443",
            "https://[::1]]",
            "https://[::1]8443",
            "https://a.1b",
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
        let origin = "https://xn--u12.example";
        assert!(checked_origin(origin).is_ok());
        assert!(Url::parse(origin).is_err());
    }

    #[test]
    fn only_https_and_this_machine_are_safe_in_transit() {
        for url in [
            "https://platform.example/api",
            "http://localhost/api",
            "http://localhost:3000/api",
            "http://app.localhost:3000/api?x",
            "http://127.0.0.1:3000/",
            "http://[::1]:3000/",
            "http://[::1]/",
        ] {
            assert!(is_safe_in_transit(url), "{url}");
        }
        for url in [
            "",
            "data:,x",
            "http://platform.example/api",
            "http://platform.example:3000/",
            "http://10.0.0.7/",
            "http://localhost.example/",
            "http://127.0.0.1.example/",
            "http://platform.example/localhost",
            "http://platform.example?http://localhost",
        ] {
            assert!(!is_safe_in_transit(url), "{url}");
        }
    }

    #[test]
    fn the_reason_names_the_fault() {
        for (origin, words) in [
            ("vendors.paddle.com", "begin with https://"),
            ("https://stand-in.example:8443/login", "no path"),
            ("https://stand-in.example/", "no path"),
            ("https://stand-in.example?x", "no path, query"),
            ("https://user:secret@stand-in.example", "or user"),
            ("http://stand-in.example", "http is for loopback"),
            ("https://10.0.0.7", "a domain, localhost"),
            ("https://stand-in.example:0", "port is not a number"),
        ] {
            let reason = checked_origin(origin).unwrap_err().reason();
            assert!(reason.contains(words), "{origin}: {reason}");
        }
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
                let (loopback, address) = match url.host().unwrap() {
                    Host::Domain(domain) => (domain == "localhost", false),
                    Host::Ipv4(address) => (address.is_loopback(), true),
                    Host::Ipv6(address) => (address.is_loopback(), true),
                };
                let secure = url.scheme() == "https" && !address;
                prop_assert!(secure || loopback);
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
