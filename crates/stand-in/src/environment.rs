//! One environment: its API, its dashboard, and a record of what happened there.

use crate::{Fault, Landing, api, dashboard, sessions::Sessions};
use axum::{
    Router,
    extract::{Request, State as Extracted},
    middleware::{self, Next},
    response::Response,
    routing::{get, post},
};
use paddle_magic_links_protocol::{AUTHORIZE_PATH, Environment, LOGIN_PATH};
use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// One of Paddle's environments: its key, its codes, its dashboard.
#[derive(Clone)]
pub struct PaddleEnvironment(Arc<Shared>);

struct Shared {
    which: Environment,
    key: String,
    allowlist: Vec<String>,
    code_lifetime: Duration,
    state: Mutex<State>,
}

#[derive(Default)]
pub(crate) struct State {
    pub(crate) requests: usize,
    pub(crate) sessions: Sessions,
    pub(crate) failure: Option<Fault>,
    pub(crate) landings: Vec<Landing>,
}

impl PaddleEnvironment {
    pub(crate) fn new(
        which: Environment,
        key: String,
        allowlist: Vec<String>,
        code_lifetime: Duration,
    ) -> Self {
        let state = Mutex::default();
        Self(Arc::new(Shared { which, key, allowlist, code_lifetime, state }))
    }

    /// The API and the dashboard, which are served on one host.
    pub fn router(&self) -> Router {
        Router::new()
            .route(AUTHORIZE_PATH, post(api::authorize))
            // Without this, axum would handle HEAD as GET, and a HEAD must not use up a code.
            .route(LOGIN_PATH, get(dashboard::login).head(dashboard::head))
            .fallback(api::not_found)
            .method_not_allowed_fallback(api::not_found)
            .layer(middleware::from_fn_with_state(self.clone(), count))
            .with_state(self.clone())
    }

    /// Makes the API fail from now on, or work again.
    pub fn fail_with(&self, failure: Option<Fault>) {
        self.state().failure = failure;
    }

    /// The number of requests, whatever their outcome, without those to the login page.
    pub fn requests(&self) -> usize {
        self.state().requests
    }

    /// The number of magic sessions that the API made.
    pub fn sessions_made(&self) -> usize {
        self.state().sessions.made
    }

    /// The number of sellers that the dashboard let in.
    pub fn sessions_opened(&self) -> usize {
        self.state().sessions.opened
    }

    /// Every visit to the login page, whether let in or not, oldest first.
    pub fn landings(&self) -> Vec<Landing> {
        self.state().landings.clone()
    }

    pub(crate) fn which(&self) -> Environment {
        self.0.which
    }

    pub(crate) fn takes_key(&self, key: &str) -> bool {
        self.0.key == key
    }

    pub(crate) fn allows(&self, domain: &str) -> bool {
        self.0.allowlist.iter().any(|allowed| allowed == domain)
    }

    pub(crate) fn code_lifetime(&self) -> Duration {
        self.0.code_lifetime
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn count(
    Extracted(environment): Extracted<PaddleEnvironment>,
    request: Request,
    next: Next,
) -> Response {
    if request.uri().path() != LOGIN_PATH {
        environment.state().requests += 1;
    }
    next.run(request).await
}

impl fmt::Debug for PaddleEnvironment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PaddleEnvironment").field(&self.0.which).finish()
    }
}
