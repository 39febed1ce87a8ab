//! The settings of a stand-in.

use crate::Certificate;
use paddle_magic_links_protocol::Environment;
use std::{fmt, time::Duration};

/// The settings of a stand-in.
#[derive(Clone, Debug)]
pub struct Options {
    /// The sellers whose keys are accepted.
    pub sellers: Vec<Keys>,
    /// Domains from which a link is accepted, without scheme and port.
    pub allowlist: Vec<String>,
    /// How long a code can be used. Paddle publishes no figure, only "shortly".
    pub code_lifetime: Duration,
    /// Requests that each API takes in a minute before it responds with 429. Paddle takes
    /// [240 for an IP address](https://developer.paddle.com/api-reference/about/rate-limiting).
    pub requests_per_minute: Option<usize>,
    /// The certificate that both environments show. `None` for no TLS.
    pub certificate: Option<Certificate>,
    /// Whether a seller's new code voids the one before. Paddle does not say.
    pub one_code_at_a_time: bool,
    /// The port of sandbox; 0 for one that the system picks.
    pub sandbox_port: u16,
    /// The port of live; 0 for one that the system picks.
    pub live_port: u16,
}

impl Default for Options {
    /// Two invented sellers, whose pages are on this machine.
    fn default() -> Self {
        Self {
            sellers: vec![Keys::invented("a"), Keys::invented("b")],
            allowlist: vec!["127.0.0.1".into(), "localhost".into()],
            code_lifetime: Duration::from_mins(1),
            requests_per_minute: Some(240),
            certificate: None,
            one_code_at_a_time: false,
            sandbox_port: 0,
            live_port: 0,
        }
    }
}

/// A seller's user API keys. They are credentials, so `Debug` hides them, although they are invented.
#[derive(Clone, PartialEq, Eq)]
pub struct Keys {
    sandbox: String,
    live: String,
}

impl Keys {
    /// A key for each environment.
    pub fn new(sandbox: impl Into<String>, live: impl Into<String>) -> Self {
        Self { sandbox: sandbox.into(), live: live.into() }
    }

    fn invented(seller: &str) -> Self {
        Self::new(
            format!("invented-sandbox-key-of-seller-{seller}"),
            format!("invented-live-key-of-seller-{seller}"),
        )
    }

    /// The key for an environment.
    pub fn of(&self, environment: Environment) -> &str {
        match environment {
            Environment::Sandbox => &self.sandbox,
            Environment::Live => &self.live,
        }
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys")
    }
}
