//! The proxy, and its settings.

use crate::{
    InProgress, Limits, Paddle, Policy, Sellers, SetupError, endpoint::endpoint, ledger::Ledger,
    origins::Origins, paddle::LONGEST_WAIT, running::Running,
};
use axum::{Router, routing::any};
use paddle_magic_links_protocol::PROXY_PATH;
use std::{sync::Arc, time::Duration};
use tokio::sync::Semaphore;
use tower::util::option_layer;

/// The proxy: `POST /api/paddle/magic-sessions`, to be merged into the platform's own router.
///
/// A request from another site is refused, by `Sec-Fetch-Site` or `Origin` and by a header that only a page
/// of the same or a trusted origin can set. Behind a reverse proxy, pass `Host` and `Origin` on as they are.
#[derive(Debug)]
pub struct Proxy<S> {
    paddle: Paddle,
    sellers: S,
    origins: Origins,
    policy: Policy,
    limits: Limits,
    #[cfg(feature = "redis")]
    shared: Option<crate::SharedLimits>,
    deadline: Duration,
    in_progress: InProgress,
}

impl<S: Sellers> Proxy<S> {
    /// A proxy with the default policy and limits, which takes requests of its own origin only.
    pub fn new(paddle: Paddle, sellers: S) -> Self {
        Self {
            paddle,
            sellers,
            origins: Origins::default(),
            policy: Policy::default(),
            limits: Limits::default(),
            #[cfg(feature = "redis")]
            shared: None,
            deadline: Duration::from_secs(10),
            in_progress: InProgress::new(),
        }
    }

    /// Takes requests of pages on another origin of the platform, too, and has browsers show them the
    /// responses. Such a page's widget needs `credentials="include"`, and the platform's session
    /// cookie has to reach the proxy.
    ///
    /// # Errors
    /// [`SetupError`] unless it is an origin with `https`, or with `http` on loopback. `*` and `null` are none.
    pub fn trusted_origin(mut self, origin: &str) -> Result<Self, SetupError> {
        self.origins.trust(origin)?;
        Ok(self)
    }

    /// Another policy.
    #[must_use]
    pub fn policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// Other limits.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Has all instances with the same store keep one account of the limits.
    #[cfg(feature = "redis")]
    #[must_use]
    pub fn shared_limits(mut self, shared: crate::SharedLimits) -> Self {
        self.shared = Some(shared);
        self
    }

    /// Another time limit for a request, from its headers to the response: by default 10 seconds. Keep it below
    /// the widget's own, which is 15 seconds. At most an hour.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline.min(LONGEST_WAIT);
        self
    }

    /// The requests that are in progress, to wait for when the server ends.
    pub fn in_progress(&self) -> InProgress {
        self.in_progress.clone()
    }

    /// The proxy's route. All else of the router that it is merged into stays as it is.
    pub fn router<T: Clone + Send + Sync + 'static>(self) -> Router<T> {
        let cors = self.origins.cors();
        let running = Running {
            ledger: self.ledger(),
            origins: self.origins,
            sellers: self.sellers,
            policy: self.policy,
            in_flight: Semaphore::new(self.limits.in_flight.clamp(1, Semaphore::MAX_PERMITS)),
            in_progress: self.in_progress,
            paddle: self.paddle,
            deadline: self.deadline,
        };
        Router::new()
            .route(PROXY_PATH, any(endpoint::<S>))
            .route_layer(option_layer(cors))
            .with_state(Arc::new(running))
    }

    fn ledger(&self) -> Ledger {
        #[cfg(feature = "redis")]
        if let Some(shared) = self.shared.clone() {
            return Ledger::shared(shared, &self.limits);
        }
        Ledger::local(&self.limits)
    }
}
