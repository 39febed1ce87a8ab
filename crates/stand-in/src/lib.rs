//! A stand-in for Paddle, as strict as Paddle's documentation: the API that makes a magic session and
//! the dashboard that a magic link opens.
//!
//! Sandbox and live are separate, each on a port of its own that serves both its API and its
//! dashboard. Where the documentation says nothing, the stand-in takes the stricter reading, so that
//! what works here is likely to work with Paddle.

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

mod api;
mod control;
mod dashboard;
mod envelope;
mod environment;
mod fault;
mod fault_response;
mod ledger;
mod options;
mod scripted_response;
mod serve;
mod server;
mod sessions;
mod tls;

pub use dashboard::{Landing, REFUSED_TITLE, page_name};
pub use environment::PaddleEnvironment;
pub use fault::Fault;
pub use ledger::RecordedRequest;
pub use options::{Keys, Options};
pub use scripted_response::ScriptedResponse;
pub use tls::{Authority, Certificate};

use axum::Router;
use paddle_magic_links_protocol::Environment;
use server::Server;
use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};
use tls::Tls;

/// Paddle's two environments on loopback. They stop when this is dropped.
#[derive(Debug)]
pub struct StandIn {
    sandbox: Served,
    live: Served,
    elsewhere: Elsewhere,
    sellers: Vec<Keys>,
    tls: Option<Tls>,
}

impl StandIn {
    /// Starts both environments on 127.0.0.1.
    ///
    /// # Errors
    /// If a port is not free.
    pub async fn start(options: Options) -> io::Result<Self> {
        let elsewhere = Elsewhere::start().await?;
        let tls = options.certificate.map(Tls::new);
        let start = async |which, port| {
            let environment = PaddleEnvironment::new(
                which,
                options.clone(),
                elsewhere.server.origin().to_owned(),
            );
            let server =
                Server::start(environment.router(), port, tls.as_ref().map(Tls::shown)).await?;
            io::Result::Ok(Served { environment, server })
        };
        let sandbox = start(Environment::Sandbox, options.sandbox_port).await?;
        let live = start(Environment::Live, options.live_port).await?;
        Ok(Self { sandbox, live, elsewhere, sellers: options.sellers, tls })
    }

    /// The origin of an environment, which serves both its API and its dashboard.
    pub fn origin(&self, environment: Environment) -> &str {
        self.served(environment).server.origin()
    }

    /// Makes both environments fail in the same way from now on, or work again.
    pub fn fail_with(&self, fault: Option<Fault>) {
        for environment in Environment::ALL {
            self.environment(environment).fail_with(fault);
        }
    }

    /// One of the two environments, to ask what happened there.
    pub fn environment(&self, environment: Environment) -> &PaddleEnvironment {
        &self.served(environment).environment
    }

    /// The certificate of the authority that signs the stand-in's own, in PEM. `None` without TLS.
    pub fn authority(&self) -> Option<String> {
        self.tls.as_ref().map(|tls| tls.authority.pem())
    }

    /// Shows another certificate from now on, and closes the connections with the one before. `false` without
    /// TLS.
    pub fn show(&self, certificate: Certificate) -> bool {
        let Some(tls) = &self.tls else { return false };
        tls.show(certificate);
        true
    }

    /// The keys that it starts with, by seller.
    pub fn sellers(&self) -> &[Keys] {
        &self.sellers
    }

    /// Refuses connections to an environment, and ends those that there are, until [`StandIn::come_back`].
    pub async fn go_down(&self, environment: Environment) {
        self.served(environment).server.stop().await;
    }

    /// Takes connections to an environment again.
    ///
    /// # Errors
    /// If somebody else has taken its port meanwhile.
    pub async fn come_back(&self, environment: Environment) -> io::Result<()> {
        self.served(environment).server.start_again().await
    }

    /// The origin of another host, to which [`Fault::Redirect`] leads.
    pub fn elsewhere(&self) -> &str {
        self.elsewhere.server.origin()
    }

    /// The number of requests to the host to which [`Fault::Redirect`] leads. A proxy sends it none.
    pub fn requests_elsewhere(&self) -> usize {
        self.elsewhere.requests.load(Ordering::SeqCst)
    }

    /// Forgets all that has happened, and goes back to the options.
    pub fn reset(&self) {
        for environment in Environment::ALL {
            self.environment(environment).reset();
        }
        if let Some(certificate) = self.environment(Environment::Live).options().certificate {
            self.show(certificate);
        }
        self.elsewhere.requests.store(0, Ordering::SeqCst);
    }

    /// An API for test suites in other languages, to serve on an origin of its own. See README.
    pub fn control(self: Arc<Self>) -> Router {
        control::router(self)
    }

    fn served(&self, environment: Environment) -> &Served {
        match environment {
            Environment::Sandbox => &self.sandbox,
            Environment::Live => &self.live,
        }
    }
}

#[derive(Debug)]
struct Served {
    environment: PaddleEnvironment,
    server: Server,
}

/// Another host, which is not Paddle's.
#[derive(Debug)]
struct Elsewhere {
    requests: Arc<AtomicUsize>,
    server: Server,
}

impl Elsewhere {
    async fn start() -> io::Result<Self> {
        let requests = Arc::new(AtomicUsize::new(0));
        let counted = requests.clone();
        let router = Router::new().fallback(async move || {
            counted.fetch_add(1, Ordering::SeqCst);
        });
        Ok(Self { requests, server: Server::start(router, 0, None).await? })
    }
}
