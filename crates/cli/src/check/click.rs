//! What is sent to the proxy: a click of the widget, and whatever differs from one.

use super::subject::Session;
use paddle_magic_links_protocol::{Environment, GUARD_HEADER, RedirectTarget, SessionRequest};
use reqwest::{
    Method, Url,
    header::{ACCEPT, CONTENT_TYPE, COOKIE, HeaderName, HeaderValue, ORIGIN, USER_AGENT},
};
use std::fmt::Write;

/// Whose session a click has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    Seller,
    OtherSeller,
    /// Anybody else, of whom the stand-in has no key, or who must not use it.
    Another,
}

impl Who {
    /// The place of this seller's keys in the stand-in.
    pub(super) fn place(self) -> Option<usize> {
        match self {
            Self::Seller => Some(0),
            Self::OtherSeller => Some(1),
            Self::Another => None,
        }
    }
}

#[derive(Clone, Debug)]
pub(super) struct Click {
    pub(super) who: Who,
    pub(super) environment: Environment,
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    pub(super) body: Vec<u8>,
    /// A server may refuse it before the proxy sees it, in its own way.
    pub(super) is_odd: bool,
    session: Vec<HeaderName>,
}

impl Click {
    /// What a browser sends when a seller clicks on the platform's own page.
    pub(super) fn new(url: &Url, who: Who, session: &Session, environment: Environment) -> Self {
        let origin = url.origin().ascii_serialization();
        let (guard, version) = GUARD_HEADER;
        let mut headers: Vec<(HeaderName, HeaderValue)> = Vec::new();
        for (name, value) in [
            (CONTENT_TYPE.as_str(), "application/json"),
            (guard, version),
            (ORIGIN.as_str(), origin.as_str()),
            ("sec-fetch-site", "same-origin"),
            ("sec-fetch-mode", "cors"),
            ("sec-fetch-dest", "empty"),
            (ACCEPT.as_str(), "*/*"),
            (USER_AGENT.as_str(), "magic-links check"),
        ] {
            headers.push((header_name(name), header_value(value)));
        }
        headers.extend(session.headers().iter().cloned());
        let request = SessionRequest { environment, redirect: Some(RedirectTarget::Overview) };
        Self {
            who,
            environment,
            method: Method::POST,
            url: url.clone(),
            headers,
            body: request.to_json().into_bytes(),
            is_odd: false,
            session: session.headers().iter().map(|(name, _)| name.clone()).collect(),
        }
    }

    pub(super) fn method(mut self, method: Method) -> Self {
        self.method = method;
        self
    }

    pub(super) fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(other, _)| *other != name);
        self
    }

    /// Replaces a header.
    pub(super) fn with(self, name: &str, value: impl AsRef<[u8]>) -> Self {
        self.without(name).adding(name, value)
    }

    /// Adds a header, also if there is one with this name.
    pub(super) fn adding(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        self.headers.push((header_name(name), header_value(value)));
        self
    }

    /// Adds a cookie to those that there are, in one header as browsers do.
    pub(super) fn cookie(self, name: &str, value: &str) -> Self {
        let mut own = self.headers.iter().filter(|(name, _)| *name == COOKIE);
        let cookie = match own.next() {
            Some((_, cookies)) => {
                [cookies.as_bytes(), format!("; {name}={value}").as_bytes()].concat()
            }
            None => format!("{name}={value}").into_bytes(),
        };
        self.with(COOKIE.as_str(), cookie)
    }

    pub(super) fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    pub(super) fn query(mut self, name: &str, value: &str) -> Self {
        self.url.query_pairs_mut().append_pair(name, value);
        self
    }

    pub(super) fn below(mut self, segment: &str) -> Self {
        let path = format!("{}/{segment}", self.url.path().trim_end_matches('/'));
        self.url.set_path(&path);
        self
    }

    pub(super) fn odd(mut self) -> Self {
        self.is_odd = true;
        self
    }

    /// Without what a modern browser says about where the request comes from.
    pub(super) fn without_fetch_metadata(self) -> Self {
        self.without("sec-fetch-site").without("sec-fetch-mode").without("sec-fetch-dest")
    }

    pub(super) fn for_redirect(self, redirect: RedirectTarget) -> Self {
        let request = SessionRequest { environment: self.environment, redirect: Some(redirect) };
        self.body(request.to_json())
    }

    /// As a line for a shell, without the session.
    pub(super) fn curl(&self) -> String {
        let mut line = format!("curl -X {}", self.method);
        for (name, value) in &self.headers {
            let obvious =
                [ACCEPT.as_str(), USER_AGENT.as_str(), "sec-fetch-mode", "sec-fetch-dest"];
            if obvious.contains(&name.as_str()) {
                continue;
            }
            let value = String::from_utf8_lossy(value.as_bytes());
            let value = if self.session.contains(name) { "…" } else { &*value };
            let _ = write!(line, " -H {}", quoted(&format!("{name}: {value}")));
        }
        if !self.body.is_empty() {
            let body = String::from_utf8_lossy(&self.body);
            let shown: String = body.chars().take(160).collect();
            let rest = if shown.len() < body.len() {
                format!("… ({} bytes)", self.body.len())
            } else {
                String::new()
            };
            let _ = write!(line, " --data-binary {}", quoted(&(shown + &rest)));
        }
        let _ = write!(line, " {}", quoted(self.url.as_str()));
        line
    }
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

fn header_name(name: &str) -> HeaderName {
    HeaderName::from_bytes(name.as_bytes()).expect("the kit's own headers have valid names")
}

fn header_value(value: impl AsRef<[u8]>) -> HeaderValue {
    HeaderValue::from_bytes(value.as_ref()).expect("the kit's own headers have valid values")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_for_a_shell_hides_the_session_only() {
        let session = Session::parse(["cookie: sid=secret"]).unwrap();
        let url = "http://127.0.0.1:3000/api".parse().unwrap();
        let click = Click::new(&url, Who::Seller, &session, Environment::Live);
        let line = click.with("origin", "it's").curl();
        assert!(!line.contains("secret"), "{line}");
        assert!(
            line.contains("-H 'cookie: …'") && line.contains(r"-H 'origin: it'\''s'"),
            "{line}"
        );
        assert!(line.ends_with("'http://127.0.0.1:3000/api'"), "{line}");
    }
}
