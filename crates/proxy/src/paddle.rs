//! The client for magic sessions.

use crate::{
    Cause, Environment, RefusalCode, SetupError, UserApiKey,
    api::Api,
    connector,
    paddle_response::{self, PaddleRefusal},
};
use axum::http::{HeaderValue, Uri};
use hyper_util::client::proxy::matcher::Matcher;
use paddle_magic_links_protocol::{AUTHORIZE_PATH, MagicSession, checked_origin};
use rustls::ClientConfig;
use std::{sync::Arc, time::Duration};
use tokio::time::{Instant, timeout_at};

/// Longest time limit that can be set.
pub(crate) const LONGEST_WAIT: Duration = Duration::from_secs(3600);

/// The client for magic sessions. A clone shares its connections.
#[derive(Clone, Debug)]
pub struct Paddle {
    sandbox: Arc<Api>,
    live: Arc<Api>,
    timeout: Duration,
}

impl Paddle {
    /// A client for Paddle's own hosts, with a time limit of 8 seconds and TLS as the system trusts it. It
    /// uses the proxy that the system names, such as in `HTTPS_PROXY`.
    ///
    /// # Errors
    /// [`SetupError`] if the system has no root certificates, or names a proxy that can't be used.
    pub fn new() -> Result<Self, SetupError> {
        Self::builder().build()
    }

    /// A client with other settings.
    pub fn builder() -> PaddleBuilder {
        PaddleBuilder {
            sandbox: "https://sandbox-api.paddle.com".into(),
            live: "https://api.paddle.com".into(),
            timeout: Duration::from_secs(8),
            partner_id: None,
            tls: None,
        }
    }

    /// TLS as the system trusts it, with the cryptography of `aws-lc-rs`: what is used unless
    /// [`PaddleBuilder::tls`] says otherwise.
    ///
    /// # Errors
    /// [`SetupError::Tls`] if the system has no root certificates.
    pub fn system_tls() -> Result<ClientConfig, SetupError> {
        connector::system_tls()
    }

    /// Requests a magic session for the seller whose key this is.
    pub(crate) async fn authorize(
        &self,
        environment: Environment,
        key: &UserApiKey,
        deadline: Instant,
    ) -> Result<MagicSession, PaddleRefusal> {
        if key.environment().is_some_and(|of| of != environment) {
            return Err(PaddleRefusal::new(
                RefusalCode::UpstreamAuth,
                Cause::KeyOfOtherEnvironment,
            ));
        }
        let api = match environment {
            Environment::Sandbox => &self.sandbox,
            Environment::Live => &self.live,
        };
        let deadline = deadline.min(Instant::now() + self.timeout);
        timeout_at(deadline, request(api, key)).await.unwrap_or_else(|_| {
            Err(PaddleRefusal::new(RefusalCode::UpstreamUnavailable, Cause::SlowPaddle))
        })
    }
}

async fn request(api: &Api, key: &UserApiKey) -> Result<MagicSession, PaddleRefusal> {
    let mut authorization = HeaderValue::try_from(format!("Bearer {}", key.expose()))
        .expect("a header can hold every key");
    authorization.set_sensitive(true);
    match api.authorize(authorization).await {
        Ok(response) => paddle_response::read(response, key).await,
        Err(error) => Err(PaddleRefusal::unreached(&error)),
    }
}

/// Settings of a [`Paddle`].
#[derive(Clone, Debug)]
pub struct PaddleBuilder {
    sandbox: String,
    live: String,
    timeout: Duration,
    partner_id: Option<String>,
    tls: Option<ClientConfig>,
}

impl PaddleBuilder {
    /// Another origin of an environment's API, such as a stand-in's: one with `https`, or with `http` on
    /// loopback.
    #[must_use]
    pub fn api(mut self, environment: Environment, origin: impl Into<String>) -> Self {
        match environment {
            Environment::Sandbox => self.sandbox = origin.into(),
            Environment::Live => self.live = origin.into(),
        }
        self
    }

    /// Another time limit for a response of Paddle. Keep it below the widget's own, which is 15 seconds. At most an hour.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout.min(LONGEST_WAIT);
        self
    }

    /// The platform's partner id, `pid_…`. Paddle then applies the rate limit of the partnership.
    #[must_use]
    pub fn partner_id(mut self, id: impl Into<String>) -> Self {
        self.partner_id = Some(id.into());
        self
    }

    /// TLS as the platform configures it: its own roots, cryptography or client certificate.
    #[must_use]
    pub fn tls(mut self, tls: ClientConfig) -> Self {
        self.tls = Some(tls);
        self
    }

    /// Checks the settings.
    ///
    /// # Errors
    /// [`SetupError`], which says how to mend it.
    pub fn build(self) -> Result<Paddle, SetupError> {
        let proxies = Matcher::from_system();
        let tls = self.tls.map_or_else(connector::system_tls, Ok)?;
        let api = |origin| api(origin, self.partner_id.as_deref(), &proxies, tls.clone());
        Ok(Paddle { sandbox: api(&self.sandbox)?, live: api(&self.live)?, timeout: self.timeout })
    }
}

fn api(
    origin: &str,
    partner_id: Option<&str>,
    proxies: &Matcher,
    tls: ClientConfig,
) -> Result<Arc<Api>, SetupError> {
    let origin = checked_origin(origin).map_err(SetupError::Api)?;
    let authorize: Uri =
        format!("{origin}{AUTHORIZE_PATH}").parse().expect("an origin and a path are a URI");
    let connector = connector::new(&authorize, proxies, tls)?;
    Api::new(authorize, partner_id, connector).map(Arc::new)
}
