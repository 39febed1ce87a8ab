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
mod dashboard;
mod environment;
mod fault;
mod sessions;

pub use dashboard::{Landing, REFUSED_TITLE, page_name};
pub use environment::PaddleEnvironment;
pub use fault::Fault;

use paddle_magic_links_protocol::Environment;
use std::{io, time::Duration};
use tokio::{net::TcpListener, task::JoinHandle};

/// Paddle's two environments on loopback. They stop when this is dropped.
#[derive(Debug)]
pub struct StandIn {
    sandbox: Served,
    live: Served,
}

/// The settings of a stand-in.
#[derive(Clone, Debug)]
pub struct Options {
    /// The only user API key that the sandbox accepts.
    pub sandbox_key: String,
    /// The only user API key that live accepts.
    pub live_key: String,
    /// Domains from which a link is accepted, without scheme and port.
    pub allowlist: Vec<String>,
    /// How long a code can be used. Paddle publishes no figure, only "shortly".
    pub code_lifetime: Duration,
}

impl StandIn {
    /// Starts both environments on 127.0.0.1, on ports that the system picks.
    ///
    /// # Errors
    /// If no port is free.
    pub async fn start(options: Options) -> io::Result<Self> {
        let Options { sandbox_key, live_key, allowlist, code_lifetime } = options;
        let environment =
            |which, key| PaddleEnvironment::new(which, key, allowlist.clone(), code_lifetime);
        Ok(Self {
            sandbox: Served::start(environment(Environment::Sandbox, sandbox_key)).await?,
            live: Served::start(environment(Environment::Live, live_key)).await?,
        })
    }

    /// The origin of an environment, which serves both its API and its dashboard.
    pub fn origin(&self, environment: Environment) -> &str {
        &self.served(environment).origin
    }

    /// Makes both environments fail in the same way from now on, or work again.
    pub fn fail_with(&self, failure: Option<Fault>) {
        for environment in Environment::ALL {
            self.environment(environment).fail_with(failure);
        }
    }

    /// One of the two environments, to ask what happened there.
    pub fn environment(&self, environment: Environment) -> &PaddleEnvironment {
        &self.served(environment).environment
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
    origin: String,
    task: JoinHandle<()>,
}

impl Served {
    async fn start(environment: PaddleEnvironment) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let origin = format!("http://{}", listener.local_addr()?);
        let router = environment.router();
        let task = tokio::spawn(async move {
            // `axum::serve` goes on after accept errors and ends only with this task.
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self { environment, origin, task })
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.task.abort();
    }
}
