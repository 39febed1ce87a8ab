//! Requests the code of a magic session: from the platform's proxy, or by the host's own function.

use crate::{
    fetch_session::{CodeFuture, FetchSession},
    response,
};
use js_sys::Promise;
use paddle_magic_links_flow::Jump;
use paddle_magic_links_protocol::{GUARD_HEADER, SessionRequest};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use web_sys::{
    AbortSignal, Headers, Request, RequestCache, RequestCredentials, RequestInit, RequestRedirect,
};

/// Where codes come from.
#[derive(Clone)]
pub(crate) enum Source {
    /// The platform's proxy.
    Proxy(Proxy),
    /// The host's own function.
    Host(FetchSession),
}

/// The proxy's URL, and what its requests need besides the contract's own headers.
#[derive(Clone)]
pub(crate) struct Proxy {
    pub(crate) endpoint: String,
    pub(crate) headers: Headers,
    pub(crate) credentials: RequestCredentials,
    /// Whether one of the headers is a CSRF token.
    pub(crate) csrf_token: bool,
}

/// The browser can't make a request to the endpoint.
pub(crate) struct InvalidEndpoint;

/// Requests the code for one jump. A request to the proxy is sent at once, not when the future is polled.
pub(crate) fn request(
    source: Source,
    jump: Jump,
    signal: Option<AbortSignal>,
) -> Result<CodeFuture, InvalidEndpoint> {
    Ok(match source {
        Source::Proxy(proxy) => {
            let response = fetch(&proxy_request(&proxy, jump, signal.as_ref())?);
            Box::pin(response::read(response, jump, proxy.csrf_token))
        }
        Source::Host(fetch_session) => fetch_session.call(jump, signal),
    })
}

/// Makes a request without sending it, to report an invalid endpoint before a seller clicks.
pub(crate) fn check(source: &Source, jump: Jump) -> Result<(), InvalidEndpoint> {
    match source {
        Source::Proxy(proxy) => proxy_request(proxy, jump, None).map(drop),
        Source::Host(_) => Ok(()),
    }
}

// By web-sys: gloo-net's builder would add 1.4 kB (brotli) for query strings and error texts.
fn proxy_request(
    proxy: &Proxy,
    jump: Jump,
    signal: Option<&AbortSignal>,
) -> Result<Request, InvalidEndpoint> {
    let Jump { environment, redirect, .. } = jump;
    let body = SessionRequest { environment, redirect: Some(redirect) }.to_json();
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(&body.into());
    init.set_headers(&proxy.headers);
    init.set_credentials(proxy.credentials);
    init.set_cache(RequestCache::NoStore);
    init.set_redirect(RequestRedirect::Manual);
    init.set_signal(signal);
    let request =
        Request::new_with_str_and_init(&proxy.endpoint, &init).map_err(|_| InvalidEndpoint)?;
    let headers = request.headers();
    for (name, value) in
        [("content-type", "application/json"), ("accept", "application/json"), GUARD_HEADER]
    {
        headers.set(name, value).map_err(|_| InvalidEndpoint)?;
    }
    Ok(request)
}

#[wasm_bindgen]
extern "C" {
    /// The page's `fetch`, even if the page has replaced it.
    ///
    /// gloo-net's `send` panics if a wrapped `fetch` rejects with something else than an `Error`, or
    /// returns a `Response` of another realm; a panic would end every widget on the page.
    #[wasm_bindgen(catch)]
    fn fetch(request: &Request) -> Result<Promise, JsValue>;
}
