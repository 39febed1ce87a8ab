//! The proxy that is tried, and what the kit is told about it.

use paddle_magic_links_protocol::Environment;
use reqwest::{
    Url,
    header::{COOKIE, HeaderName, HeaderValue},
};
use std::{error::Error, fmt, path::PathBuf, time::Duration};

/// The proxy that is tried, and what the kit is told about it.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The URL to which the widget sends its request.
    pub proxy: String,
    /// The session of a seller who has the stand-in's first keys.
    pub seller: Session,
    /// The session of another seller, who has its second keys.
    pub other_seller: Session,
    /// What a browser sends without a session, such as a CSRF token.
    pub signed_out: Session,
    /// The first seller's session, whose sign-in is too old for payout settings.
    pub stale: Option<Session>,
    /// The platform's own staff, who look at a seller's pages.
    pub staff: Option<Session>,
    /// A user who may not open Paddle.
    pub forbidden: Option<Session>,
    /// Who has no key in some environment.
    pub unconfigured: Option<Unconfigured>,
    /// How the platform itself names the other seller, to try whether a request can do so.
    pub other_ids: Vec<String>,
    /// Another origin of the platform, which the proxy trusts.
    pub trusted_origin: Option<String>,
    /// Files to which the proxy logs. Only what is added during the run counts.
    pub logs: Vec<PathBuf>,
    /// How long a response may take.
    pub timeout: Duration,
    /// Whether the proxy may be left paused, because it is ended after the run.
    pub long_pauses: bool,
    /// Whether Paddle's rate limit is tried, which leaves nothing for a minute.
    pub soak: bool,
    /// Whether the proxy may be on another machine.
    pub any_host: bool,
}

impl Subject {
    /// A proxy of which only this is known.
    pub fn new(proxy: impl Into<String>, seller: Session, other_seller: Session) -> Self {
        Self {
            proxy: proxy.into(),
            seller,
            other_seller,
            signed_out: Session::default(),
            stale: None,
            staff: None,
            forbidden: None,
            unconfigured: None,
            other_ids: Vec::new(),
            trusted_origin: None,
            logs: Vec::new(),
            timeout: Duration::from_secs(10),
            long_pauses: false,
            soak: false,
            any_host: false,
        }
    }

    /// Its host and port; `None` if the URL has none.
    pub fn address(&self) -> Option<String> {
        let url: Url = self.proxy.parse().ok()?;
        Some(format!("{}:{}", url.host_str()?, url.port_or_known_default()?))
    }

    /// Whether the other seller has a key in an environment.
    pub(super) fn other_seller_has_key(&self, environment: Environment) -> bool {
        !matches!(&self.unconfigured, Some(Unconfigured::OtherSeller(without)) if *without == environment)
    }
}

/// Who has no key in some environment.
#[derive(Clone, Debug)]
pub enum Unconfigured {
    /// The other seller, in this environment.
    OtherSeller(Environment),
    /// A seller with this session, in at least one environment.
    Session(Session),
}

/// The headers by which the platform knows who is signed in. They are credentials, so `Debug` hides them.
#[derive(Clone, Default)]
pub struct Session(Vec<(HeaderName, HeaderValue)>);

impl Session {
    /// Reads headers such as `cookie: sid=A`. Several cookies become one header, as in a browser.
    ///
    /// # Errors
    /// [`InvalidHeader`] for a text that is not a header.
    pub fn parse<T: AsRef<str>>(
        headers: impl IntoIterator<Item = T>,
    ) -> Result<Self, InvalidHeader> {
        let mut session = Self::default();
        for header in headers {
            let (name, value) = header.as_ref().split_once(':').ok_or(InvalidHeader)?;
            let name: HeaderName = name.trim().parse().map_err(|_| InvalidHeader)?;
            let value = match session.0.iter().position(|(other, _)| *other == name) {
                Some(place) if name == COOKIE => {
                    let (_, before) = session.0.remove(place);
                    format!("{}; {}", before.to_str().map_err(|_| InvalidHeader)?, value.trim())
                }
                _ => value.trim().to_owned(),
            };
            session.0.push((name, value.parse().map_err(|_| InvalidHeader)?));
        }
        Ok(session)
    }

    pub(super) fn headers(&self) -> &[(HeaderName, HeaderValue)] {
        &self.0
    }

    /// The values, and those of single cookies.
    pub(super) fn values(&self) -> Vec<String> {
        let texts = self.0.iter().filter_map(|(_, value)| value.to_str().ok());
        let parts = texts.flat_map(|text| text.split("; "));
        parts.map(|part| part.split_once('=').map_or(part, |(_, value)| value).to_owned()).collect()
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Session")
    }
}

/// A text is not a header. The message does not show it, because it may be a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidHeader;

impl fmt::Display for InvalidHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("write a header as 'name: value', such as 'cookie: sid=A'")
    }
}

impl Error for InvalidHeader {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_become_one_header() {
        let session = Session::parse(["cookie: sid=A", "x-csrf: t", "Cookie:csrf=t"]).unwrap();
        let headers: Vec<_> = session.headers().iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(headers, ["x-csrf", "cookie"]);
        assert_eq!(session.values(), ["t", "A", "t"]);
    }

    #[test]
    fn a_session_is_not_shown() {
        let session = Session::parse(["cookie: sid=secret"]).unwrap();
        assert!(!format!("{session:?}").contains("secret"));
        let error = Session::parse(["secret"]).unwrap_err().to_string();
        assert!(!error.contains("secret"));
    }
}
