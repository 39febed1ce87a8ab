//! The backend of the demo page, which is that of an invented marketplace.
//!
//! It mounts the proxy as a platform would, serves the developer panel's API under `/api/demo`, and runs
//! the stand-in for every environment without a key from Paddle.

mod keys;
mod marketplace;
mod own_host;
mod panel;
mod session;
mod simulated_fault;

pub use keys::{InvalidKey, Keys, STAND_IN_LIVE, STAND_IN_SANDBOX};
pub use simulated_fault::SimulatedFault;

use axum::{Router, http::HeaderValue, middleware::from_fn};
use paddle_magic_links_proxy::{Environment, Limits, Paddle, Proxy, Rate, SetupError};
use paddle_magic_links_stand_in::{Keys as SellersKeys, Options, StandIn};
use std::{io, sync::Arc};

/// The running backend; its stand-in stops when the last clone is dropped.
#[derive(Clone, Debug)]
pub struct Demo {
    shared: Arc<Shared>,
}

#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) keys: Keys,
    pub(crate) session: session::Session,
    pub(crate) stand_in: StandIn,
    pub(crate) fault: simulated_fault::Current,
}

impl Demo {
    /// Starts the stand-in, which lets in visitors who come from `allowlist`.
    ///
    /// # Errors
    /// If the stand-in gets no port.
    pub async fn start(keys: Keys, allowlist: Vec<String>) -> io::Result<Self> {
        let stand_in = StandIn::start(Options {
            sellers: vec![SellersKeys::new(keys::STAND_IN_SANDBOX, keys::STAND_IN_LIVE)],
            allowlist,
            requests_per_minute: None,
            ..Options::default()
        })
        .await?;
        let (session, fault) = (session::Session::new(), simulated_fault::Current::default());
        Ok(Self { shared: Arc::new(Shared { keys, session, stand_in, fault }) })
    }

    /// Everything under `/api`: the proxy and the developer panel.
    ///
    /// # Errors
    /// [`SetupError`] if Paddle can't be reached from this machine.
    pub fn router(&self) -> Result<Router, SetupError> {
        let mut paddle = Paddle::builder();
        for environment in Environment::ALL {
            if !self.shared.keys.are_paddles(environment) {
                paddle = paddle.api(environment, self.shared.stand_in.origin(environment));
            }
        }
        // A developer who tries things out clicks more often than a seller. Both numbers together are within
        // Paddle's 240 a minute.
        let rate = Rate::new(180, 60);
        let limits = Limits { seller: rate, paddle: rate, ..Limits::default() };
        let marketplace = marketplace::Marketplace(self.shared.clone());
        let proxy = Proxy::new(paddle.build()?, marketplace).limits(limits);
        Ok(proxy
            .router()
            .merge(panel::router(self.shared.clone()))
            .layer(from_fn(own_host::only_own_host)))
    }

    /// What signs the seller in, as the value of `Set-Cookie`. The developer panel's API sends it as well.
    pub fn session_cookie(&self) -> HeaderValue {
        self.shared.session.cookie()
    }

    /// The stand-in, to see what happened there.
    pub fn stand_in(&self) -> &StandIn {
        &self.shared.stand_in
    }

    /// Lets something go wrong from now on, or nothing.
    pub fn simulate(&self, fault: Option<SimulatedFault>) {
        self.shared.fault.set(fault, &self.shared.stand_in);
    }
}
