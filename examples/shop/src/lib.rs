//! A shop with one seller: what a platform has anyway, for the two examples with a server.

mod keys;
mod session;

use axum::{
    Router,
    extract::{Request, State},
    http::{
        StatusCode,
        header::{HOST, SET_COOKIE},
        request::Parts,
    },
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
};
use paddle_magic_links_proxy::{
    Environment, Paddle, Proxy, Refusal, RefusalCode, Seller, Sellers, SetupError, UserApiKey,
};
use std::{env, time::SystemTime};

/// The shop: who is signed in, and with whose key the proxy asks Paddle.
#[derive(Clone)]
pub struct Shop {
    sessions: session::Sessions,
}

impl Shop {
    /// Adds the proxy to the app, signs in whoever opens a page, and answers only this machine's names.
    ///
    /// # Errors
    /// If the proxy can't be set up; the error says how to mend it.
    pub fn around(app: Router) -> Result<Router, SetupError> {
        let mut paddle = Paddle::builder();
        // A stand-in for Paddle, to try it without an account.
        if let Ok(origin) = env::var("PADDLE_SANDBOX_API") {
            paddle = paddle.api(Environment::Sandbox, origin);
        }
        let shop = Self { sessions: session::Sessions::default() };
        let proxy = Proxy::new(paddle.build()?, shop.clone()).router();
        Ok(app.merge(proxy).layer(from_fn_with_state(shop, visit)))
    }
}

impl Sellers for Shop {
    async fn seller(&self, request: &Parts) -> Result<Seller, Refusal> {
        let session = self.sessions.of(&request.headers).ok_or(RefusalCode::SessionExpired)?;
        Ok(Seller::new(session.seller).with_sign_in(session.signed_in))
    }

    async fn user_api_key(
        &self,
        _seller: &Seller,
        environment: Environment,
    ) -> Result<UserApiKey, Refusal> {
        keys::from_environment(environment)
    }
}

/// Every visitor without a session gets one. Yours would ask for a password first.
async fn visit(State(shop): State<Shop>, request: Request, next: Next) -> Response {
    // A page of another name that resolves to this machine would be of the shop's own origin:
    // https://en.wikipedia.org/wiki/DNS_rebinding. A shop on the internet has a cookie that only its own
    // domain gets.
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let port = host.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok());
    let name = port.map_or(host, |(name, _)| name);
    if !matches!(name, "127.0.0.1" | "localhost" | "[::1]") {
        return (StatusCode::MISDIRECTED_REQUEST, "This example is for 127.0.0.1.\n")
            .into_response();
    }
    let is_page = request.uri().path() == "/" && shop.sessions.of(request.headers()).is_none();
    let mut response = next.run(request).await;
    if is_page {
        let cookie = shop.sessions.start("the-one-seller", SystemTime::now());
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}
