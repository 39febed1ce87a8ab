//! Why the proxy can't be set up.

use crate::InvalidOrigin;
use std::{error::Error, fmt};

/// Why the proxy can't be set up. The message says how to mend it.
#[derive(Debug)]
#[non_exhaustive]
pub enum SetupError {
    /// An API's origin is not one with `https`, or with `http` on loopback.
    Api(InvalidOrigin),
    /// No header can hold the partner id.
    PartnerId,
    /// A proxy that the system names is not one with `http`.
    Proxy {
        /// The scheme of the proxy's URL.
        scheme: String,
    },
    /// The store of the shared limits can't be reached: why.
    #[cfg(feature = "redis")]
    Redis(String),
    /// TLS can't be set up: usually the system has no root certificates.
    Tls(rustls::Error),
    /// An origin that is to be trusted is not one.
    TrustedOrigin(InvalidOrigin),
}

impl fmt::Display for SetupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api(error) => write!(f, "the API's origin: {error}"),
            Self::PartnerId => f.write_str(
                "the partner id has characters that no header can hold; \
                 take it from the dashboard as it is, such as `pid_…`",
            ),
            Self::Proxy { scheme } => write!(
                f,
                "the system names a proxy with `{scheme}`, but only `http` proxies can be used; \
                 set HTTPS_PROXY to a URL with `http://`, or set NO_PROXY to `.paddle.com`"
            ),
            #[cfg(feature = "redis")]
            Self::Redis(why) => write!(
                f,
                "the store of the shared limits can't be reached: {why}; \
                 check its URL, or leave it out and divide Paddle's limit among the instances"
            ),
            Self::Tls(error) => write!(
                f,
                "TLS can't be set up: {error}; \
                 install the system's root certificates, or pass a `rustls::ClientConfig`"
            ),
            Self::TrustedOrigin(error) => write!(f, "the trusted origin: {error}"),
        }
    }
}

impl Error for SetupError {}
