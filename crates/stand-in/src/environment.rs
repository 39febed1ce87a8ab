//! One environment: its API, its dashboard, and a record of what happened there.

use crate::{
    Fault, Keys, Landing, Options, RecordedRequest, ScriptedResponse,
    api::{self, InWords, MadeCode},
    dashboard,
    ledger::Ledger,
    serve::ConnectionNumber,
    sessions::Sessions,
};
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State as Extracted},
    http::{StatusCode, header::AUTHORIZATION, request::Parts},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use paddle_magic_links_protocol::{AUTHORIZE_PATH, Environment, LOGIN_PATH};
use std::{
    collections::VecDeque,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Instant,
};

/// Longest request body that is read, in bytes. Paddle wants none.
const LONGEST_BODY: usize = 1024 * 1024;

/// One of Paddle's environments: its keys, its codes, its dashboard.
#[derive(Clone)]
pub struct PaddleEnvironment(Arc<Shared>);

struct Shared {
    which: Environment,
    options: Options,
    elsewhere: String,
    state: Mutex<State>,
}

pub(crate) struct State {
    sellers: Vec<Keys>,
    pub(crate) fault: Option<Fault>,
    scripted: VecDeque<ScriptedResponse>,
    pub(crate) ledger: Ledger,
    pub(crate) sessions: Sessions,
    pub(crate) landings: Vec<Landing>,
    pub(crate) endless_bytes: usize,
}

impl State {
    fn new(options: &Options) -> Self {
        Self {
            sellers: options.sellers.clone(),
            fault: None,
            scripted: VecDeque::new(),
            ledger: Ledger::default(),
            sessions: Sessions::default(),
            landings: Vec::new(),
            endless_bytes: 0,
        }
    }
}

impl PaddleEnvironment {
    /// `elsewhere` is where [`Fault::Redirect`] leads.
    pub(crate) fn new(which: Environment, options: Options, elsewhere: String) -> Self {
        let state = Mutex::new(State::new(&options));
        Self(Arc::new(Shared { which, options, elsewhere, state }))
    }

    /// The API and the dashboard, which are served on one host.
    pub(crate) fn router(&self) -> Router {
        Router::new()
            .route(AUTHORIZE_PATH, post(api::authorize))
            // Without this, axum would handle HEAD as GET, and a HEAD must not use up a code.
            .route(LOGIN_PATH, get(dashboard::login).head(dashboard::head))
            .fallback(api::not_found)
            .method_not_allowed_fallback(api::not_found)
            .layer(middleware::from_fn_with_state(self.clone(), note))
            .with_state(self.clone())
    }

    /// Makes the API fail from now on, or work again.
    pub fn fail_with(&self, fault: Option<Fault>) {
        self.state().fault = fault;
    }

    /// Has the API send this response to the next request that has none yet. Scripted responses come before
    /// everything else.
    pub fn respond_with(&self, response: ScriptedResponse) {
        self.state().scripted.push_back(response);
    }

    /// Replaces a seller's keys: the old ones are revoked. `false` if there is no such seller.
    pub fn replace_keys(&self, seller: usize, keys: Keys) -> bool {
        let mut state = self.state();
        let place = state.sellers.get_mut(seller);
        place.map(|place| *place = keys).is_some()
    }

    /// Forgets all that has happened, and goes back to the options.
    pub fn reset(&self) {
        *self.state() = State::new(&self.0.options);
    }

    /// The number of requests, whatever their outcome, without those to the login page.
    pub fn requests(&self) -> usize {
        self.state().ledger.requests.len()
    }

    /// Those requests, oldest first.
    pub fn ledger(&self) -> Vec<RecordedRequest> {
        self.state().ledger.requests.clone()
    }

    /// The number of magic sessions that the API made.
    pub fn sessions_made(&self) -> usize {
        self.state().sessions.made
    }

    /// The seller for whom the API made this code, if it did.
    pub fn seller_of_code(&self, code: &str) -> Option<usize> {
        self.state().sessions.seller_of(code)
    }

    /// How many bytes of [`Fault::Endless`] have left.
    pub fn endless_bytes(&self) -> usize {
        self.state().endless_bytes
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

    pub(crate) fn options(&self) -> &Options {
        &self.0.options
    }

    pub(crate) fn elsewhere(&self) -> &str {
        &self.0.elsewhere
    }

    pub(crate) fn seller_of(&self, key: &str) -> Option<usize> {
        self.state().sellers.iter().position(|keys| keys.of(self.which()) == key)
    }

    pub(crate) fn allows(&self, domain: &str) -> bool {
        self.0.options.allowlist.iter().any(|allowed| allowed == domain)
    }

    pub(crate) fn next_scripted(&self) -> Option<ScriptedResponse> {
        self.state().scripted.pop_front()
    }

    /// Whether one more request is within the rate limit; if not, in how many seconds it is.
    pub(crate) fn admit(&self) -> Result<(), u64> {
        let Some(per_minute) = self.0.options.requests_per_minute else { return Ok(()) };
        self.state().ledger.admit(per_minute, Instant::now())
    }

    pub(crate) fn make_code(&self, seller: usize) -> String {
        let Options { code_lifetime, one_code_at_a_time, .. } = self.0.options;
        self.state().sessions.make(seller, code_lifetime, one_code_at_a_time)
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn record(&self, parts: &Parts, body_length: usize) -> RecordedRequest {
        let text = |value: &axum::http::HeaderValue| {
            String::from_utf8_lossy(value.as_bytes()).into_owned()
        };
        let key = parts.headers.get(AUTHORIZATION).map(text).unwrap_or_default();
        let headers = parts.headers.iter().map(|(name, value)| {
            let value = if name == AUTHORIZATION { String::new() } else { text(value) };
            (name.to_string(), value)
        });
        RecordedRequest {
            connection: parts.extensions.get().map_or(0, |&ConnectionNumber(number)| number),
            method: parts.method.to_string(),
            path: parts.uri.to_string(),
            headers: headers.collect(),
            body_length,
            seller: self.seller_of(key.trim_start_matches("Bearer ")),
            made_code: false,
            response: None,
        }
    }
}

/// Notes a request before it is handled, because some are never responded to.
async fn note(
    Extracted(environment): Extracted<PaddleEnvironment>,
    request: Request,
    next: Next,
) -> Response {
    if request.uri().path() == LOGIN_PATH {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LONGEST_BODY).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let request = environment.record(&parts, body.len());
    let place = environment.state().ledger.note(request);
    let response = next.run(Request::from_parts(parts, Body::from(body))).await;
    let extensions = response.extensions();
    let in_words = extensions.get().map(|InWords(words)| words.clone());
    if let Some(request) = environment.state().ledger.requests.get_mut(place) {
        request.made_code = extensions.get::<MadeCode>().is_some();
        request.response = in_words.or_else(|| Some(response.status().as_str().to_owned()));
    }
    response
}

impl fmt::Debug for PaddleEnvironment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PaddleEnvironment").field(&self.0.which).finish()
    }
}
