//! Gets the code of a magic session: from the platform's proxy, or by the host's own means.

use crate::{failure::Failure, flow::Jump};
use js_sys::Promise;
use paddle_magic_links_protocol::{
    Answer, Code, GUARD_HEADER, InvalidCode, Json, Refusal, RefusalCode, SessionRequest,
};
use std::{error::Error, fmt, future::Future, pin::Pin, sync::Arc};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, Headers, Request, RequestCache, RequestCredentials, RequestInit, RequestRedirect,
    Response,
};

/// Where codes come from.
#[derive(Clone)]
pub(crate) enum Source {
    /// The platform's proxy.
    Proxy(Proxy),
    /// The host page's own code.
    Host(FetchSession),
    /// Nowhere: the host named no source, or one that can't be used.
    Missing,
}

/// Where the proxy is and what it wants to see besides the contract's own headers.
#[derive(Clone)]
pub(crate) struct Proxy {
    pub(crate) endpoint: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) credentials: RequestCredentials,
    /// Whether one of the headers is a CSRF token.
    pub(crate) csrf_token: bool,
}

/// A setting from which no request can be made: for the page's developer.
pub(crate) struct Unusable {
    pub(crate) setting: &'static str,
    pub(crate) reason: String,
}

/// A host's own way to a code, in place of an endpoint.
///
/// It is called once for each click, with where the click leads and a signal that is aborted when
/// the code is no longer wanted. Made from a closure that returns a future of
/// `Result<Code, FetchError>`:
///
/// ```
/// use leptos::prelude::*;
/// use paddle_magic_links::{
///     AbortSignal, Code, FetchError, FetchSession, Jump, MagicLinks, RefusalCode,
/// };
///
/// async fn magic_session(jump: Jump) -> Result<String, ServerFnError> {
///     // A server function of yours.
/// #   Ok(jump.redirect.to_string())
/// }
///
/// async fn fetch(jump: Jump, _signal: Option<AbortSignal>) -> Result<Code, FetchError> {
///     match magic_session(jump).await {
///         Ok(code) => Ok(Code::new(code)?),
///         Err(ServerFnError::Request(_)) => Err(FetchError::Unreachable),
///         Err(ServerFnError::Deserialization(_)) => Err(FetchError::Unreadable),
///         Err(_) => Err(RefusalCode::SiteUnavailable.into()),
///     }
/// }
///
/// #[component]
/// fn Payments() -> impl IntoView {
///     view! { <MagicLinks fetch_session=fetch /> }
/// }
/// ```
#[derive(Clone)]
pub struct FetchSession(Arc<dyn Fn(Jump, Option<AbortSignal>) -> Reply + Send + Sync>);

/// Why a host's own way brought no code. The widget tells the seller in words, with a way forward.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FetchError {
    /// The platform said no, for a reason that the wire contract knows: made from a [`Refusal`], or
    /// from a [`RefusalCode`] where there is no more to say.
    Refused(Refusal),
    /// No answer: the network or the browser stopped the request, or nothing is there.
    Unreachable,
    /// No answer in a time of the host's own. The widget keeps its `timeout` by itself.
    TimedOut,
    /// An answer, but none that a code can be read from.
    Unreadable,
    /// A code of the environment that was not asked for.
    OtherEnvironment,
}

impl From<Refusal> for FetchError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<RefusalCode> for FetchError {
    fn from(code: RefusalCode) -> Self {
        Self::Refused(code.into())
    }
}

impl From<InvalidCode> for FetchError {
    fn from(InvalidCode: InvalidCode) -> Self {
        Self::Unreadable
    }
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => write!(f, "the platform refused: {}", refusal.code),
            Self::Unreachable => f.write_str("the platform could not be reached"),
            Self::TimedOut => f.write_str("the platform did not answer in time"),
            Self::Unreadable => f.write_str("the platform's answer has no code"),
            Self::OtherEnvironment => {
                f.write_str("the platform's code is for the other Paddle environment")
            }
        }
    }
}

impl Error for FetchError {}

impl From<FetchError> for Failure {
    fn from(error: FetchError) -> Self {
        match error {
            FetchError::Refused(refusal) => Self::Refused(refusal),
            FetchError::Unreachable => unreachable(),
            FetchError::TimedOut => Self::TimedOut,
            FetchError::Unreadable => Self::Unreadable,
            FetchError::OtherEnvironment => Self::OtherEnvironment,
        }
    }
}

type Reply = Pin<Box<dyn Future<Output = Result<Code, Failure>>>>;

impl FetchSession {
    pub(crate) fn new<R>(
        fetch: impl Fn(Jump, Option<AbortSignal>) -> R + Send + Sync + 'static,
    ) -> Self
    where
        R: Future<Output = Result<Code, Failure>> + 'static,
    {
        Self(Arc::new(move |jump, signal| Box::pin(fetch(jump, signal))))
    }
}

impl<F, R> From<F> for FetchSession
where
    F: Fn(Jump, Option<AbortSignal>) -> R + Send + Sync + 'static,
    R: Future<Output = Result<Code, FetchError>> + 'static,
{
    fn from(fetch: F) -> Self {
        Self::new(move |jump, signal| {
            let reply = fetch(jump, signal);
            async { reply.await.map_err(Failure::from) }
        })
    }
}

/// The code for one jump. A request to the proxy leaves at once, and not when the reply is waited for.
pub(crate) fn ask(
    source: Source,
    jump: Jump,
    signal: Option<AbortSignal>,
) -> Result<Reply, Unusable> {
    Ok(match source {
        Source::Proxy(proxy) => {
            let answer = fetch(&request(&proxy, jump, signal.as_ref())?);
            Box::pin(read(answer, jump, proxy.csrf_token))
        }
        Source::Host(FetchSession(fetch)) => fetch(jump, signal),
        Source::Missing => Box::pin(async { Err(RefusalCode::InvalidRequest.into()) }),
    })
}

/// Reads what the page's `fetch` answers.
pub(crate) async fn read(
    answer: Result<Promise, JsValue>,
    jump: Jump,
    csrf_token: bool,
) -> Result<Code, Failure> {
    let answer = match answer {
        Ok(answer) => JsFuture::from(answer).await,
        Err(error) => Err(error),
    };
    let answer = answer.map_err(|_| unreachable())?;
    if !answer.is_object() {
        return Err(Failure::Unreadable);
    }
    let response = PagesResponse(answer);
    if response.text("type").as_deref() == Some("opaqueredirect") {
        // What a platform answers to a visitor it does not know: go to the login page.
        return Err(RefusalCode::SessionExpired.into());
    }
    let retry_after = response.retry_after();
    let answer = Answer {
        status: response.status(),
        retry_after: retry_after.as_deref(),
        body: response.json().await.ok().map(Parsed),
        csrf_token,
    };
    Ok(answer.read(jump.environment)?.code)
}

/// What the browser says of the network is a hint and no more, so it only chooses the words:
/// <https://html.spec.whatwg.org/#dom-navigator-online>.
fn unreachable() -> Failure {
    let on_line = web_sys::window().is_none_or(|window| window.navigator().on_line());
    if on_line { Failure::Unreachable } else { Failure::Offline }
}

/// Makes a request that is not sent: what can't be used is told before a seller clicks.
pub(crate) fn check(source: &Source, jump: Jump) -> Result<(), Unusable> {
    match source {
        Source::Proxy(proxy) => request(proxy, jump, None).map(drop),
        Source::Host(_) | Source::Missing => Ok(()),
    }
}

// Built by web-sys: gloo-net's builder would add 1.4 kB (brotli) for query strings and error texts,
// and panics on a header that the browser refuses.
fn request(proxy: &Proxy, jump: Jump, signal: Option<&AbortSignal>) -> Result<Request, Unusable> {
    let Jump { environment, redirect, .. } = jump;
    let body = SessionRequest { environment, redirect: Some(redirect) }.to_json();
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(&body.into());
    init.set_credentials(proxy.credentials);
    init.set_cache(RequestCache::NoStore);
    init.set_redirect(RequestRedirect::Manual);
    init.set_signal(signal);
    let request = Request::new_with_str_and_init(&proxy.endpoint, &init)
        .map_err(|_| Unusable { setting: "endpoint", reason: "a request can't go there".into() })?;
    let headers = request.headers();
    let own = [("content-type", "application/json"), ("accept", "application/json"), GUARD_HEADER];
    let given = proxy.headers.iter().map(|(name, value)| (&**name, &**value));
    for (name, value) in given.chain(own) {
        headers.set(name, value).map_err(|_| unusable_header(name))?;
    }
    Ok(request)
}

/// Not with its value, which may be a secret. Of the custom element's headers its script tells.
fn unusable_header(name: &str) -> Unusable {
    let words = ["\"", name, "\" has a character that no header may have"];
    let reason = if cfg!(feature = "element") { String::new() } else { words.concat() };
    Unusable { setting: "headers", reason }
}

#[wasm_bindgen]
extern "C" {
    /// The page's `fetch`, whatever the page made of it.
    ///
    /// gloo-net's `send` panics where a wrapped `fetch` rejects with something else than an `Error`,
    /// or answers with a `Response` of another realm; a panic would end every widget on the page.
    #[wasm_bindgen(catch)]
    fn fetch(request: &Request) -> Result<Promise, JsValue>;
}

/// What the page's `fetch` answered: a `Response`, or whatever the page takes for one. A property
/// that is not there reads as nothing, and a method as an error.
struct PagesResponse(JsValue);

impl PagesResponse {
    fn property(&self, name: &str) -> JsValue {
        js_sys::Reflect::get(&self.0, &JsValue::from_str(name)).unwrap_or_default()
    }

    fn text(&self, name: &str) -> Option<String> {
        self.property(name).as_string()
    }

    fn status(&self) -> u16 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a status has three digits, and another number is as good as none"
        )]
        self.property("status").as_f64().map_or(0, |status| status as u16)
    }

    fn header(&self, name: &str) -> Option<String> {
        self.property("headers").unchecked_into::<Headers>().get(name).ok()?
    }

    /// In seconds, also where it is a date: <https://www.rfc-editor.org/rfc/rfc9110#field.retry-after>.
    fn retry_after(&self) -> Option<String> {
        let text = self.header("retry-after")?;
        let at = js_sys::Date::parse(&text);
        if text.bytes().all(|byte| byte.is_ascii_digit()) || at.is_nan() {
            return Some(text);
        }
        // By the server's own clock, as this device's may be wrong.
        let now = js_sys::Date::parse(&self.header("date")?);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a time in the past is no wait, and one far away is as good as none"
        )]
        let seconds = ((at - now) / 1000.0) as u32;
        Some(seconds.to_string())
    }

    async fn json(&self) -> Result<JsValue, JsValue> {
        JsFuture::from(self.0.unchecked_ref::<Response>().json()?).await
    }
}

/// JSON as the browser parsed it.
pub(crate) struct Parsed(pub(crate) JsValue);

impl Json for Parsed {
    fn get(&self, key: &str) -> Option<Self> {
        // Of anything else it would throw, and wasm-bindgen 0.2.129 then leaks a slot of its table for
        // the value that it did not get.
        if !self.0.is_object() {
            return None;
        }
        js_sys::Reflect::get(&self.0, &JsValue::from_str(key)).ok().map(Self)
    }

    fn as_str(&self) -> Option<String> {
        self.0.as_string()
    }
}
