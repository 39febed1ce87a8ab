//! Asks the platform's proxy for a magic session.

use crate::{failure::Failure, flow::Jump};
use paddle_magic_links_protocol::{Answer, Code, GUARD_HEADER, Json, RefusalCode, SessionRequest};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, Request, RequestCache, RequestCredentials, RequestInit, RequestRedirect, Response,
    ResponseType,
};

/// Where the proxy is and what it wants to see besides the contract's own headers.
#[derive(Clone, Debug)]
pub(crate) struct Proxy {
    pub(crate) endpoint: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) credentials: RequestCredentials,
}

/// The code for one jump.
pub(crate) async fn ask(
    proxy: Proxy,
    jump: Jump,
    signal: Option<AbortSignal>,
) -> Result<Code, Failure> {
    let request =
        request(&proxy, jump, signal.as_ref()).map_err(|_| RefusalCode::InvalidRequest)?;
    let response = fetch(&request).await?;
    if response.type_() == ResponseType::Opaqueredirect {
        // What a platform answers to a visitor it does not know: go to the login page.
        return Err(RefusalCode::SessionExpired.into());
    }
    let body = json(&response).await.ok().map(Parsed);
    let retry_after = response.headers().get("retry-after").ok().flatten();
    let status = gloo_net::http::Response::from(response).status();
    let answer = Answer { status, retry_after: retry_after.as_deref(), body };
    Ok(answer.read(jump.environment)?.code)
}

// gloo-net's own builder would add 1.4 kB (brotli) for query strings and error texts, and panics on
// a header that the browser refuses.
fn request(proxy: &Proxy, jump: Jump, signal: Option<&AbortSignal>) -> Result<Request, JsValue> {
    let Jump { environment, redirect } = jump;
    let body = SessionRequest { environment, redirect: Some(redirect) }.to_json();
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(&body.into());
    init.set_credentials(proxy.credentials);
    init.set_cache(RequestCache::NoStore);
    init.set_redirect(RequestRedirect::Manual);
    init.set_signal(signal);
    let request = Request::new_with_str_and_init(&proxy.endpoint, &init)?;
    let headers = request.headers();
    for (name, value) in &proxy.headers {
        headers.set(name, value)?;
    }
    headers.set("content-type", "application/json")?;
    headers.set("accept", "application/json")?;
    headers.set(GUARD_HEADER.0, GUARD_HEADER.1)?;
    Ok(request)
}

/// The page's `fetch`, whatever the page made of it.
///
/// gloo-net's `send` panics where a wrapped `fetch` rejects with something else than an `Error`, or
/// answers with a `Response` of another realm; a panic would end every widget on the page. So what
/// comes back is taken for a `Response` as long as it is an object: a property that is not there
/// reads as no status, and a method as an error.
async fn fetch(request: &Request) -> Result<Response, Failure> {
    let window = web_sys::window().ok_or(Failure::Unreachable)?;
    let answer = JsFuture::from(window.fetch_with_request(request)).await;
    let answer = answer.map_err(|_| Failure::Unreachable)?;
    if answer.is_object() { Ok(answer.unchecked_into()) } else { Err(Failure::Unreadable) }
}

async fn json(response: &Response) -> Result<JsValue, JsValue> {
    JsFuture::from(response.json()?).await
}

/// JSON as the browser parsed it.
struct Parsed(JsValue);

impl Json for Parsed {
    fn get(&self, key: &str) -> Option<Self> {
        js_sys::Reflect::get(&self.0, &JsValue::from_str(key)).ok().map(Self)
    }

    fn as_str(&self) -> Option<String> {
        self.0.as_string()
    }
}
