//! Reads what the page's `fetch` returns.

use js_sys::Promise;
use paddle_magic_links_flow::{Failure, Jump};
use paddle_magic_links_protocol::{Code, Json, RefusalCode, SessionResponse};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, Response};

/// The code in a response, or why there is none.
pub(crate) async fn read(
    response: Result<Promise, JsValue>,
    jump: Jump,
    csrf_token: bool,
) -> Result<Code, Failure> {
    let response = match response {
        Ok(response) => JsFuture::from(response).await,
        Err(error) => Err(error),
    };
    let response = response.map_err(|_| unreachable())?;
    if !response.is_object() {
        return Err(Failure::InvalidResponse);
    }
    let response = PageResponse(response);
    if response.text("type").as_deref() == Some("opaqueredirect") {
        // Platforms redirect visitors that they don't know to their login page.
        return Err(RefusalCode::SessionExpired.into());
    }
    let retry_after = response.retry_after();
    let response = SessionResponse {
        status: response.status(),
        retry_after: retry_after.as_deref(),
        body: response.json().await.ok().map(Parsed),
        csrf_token,
    };
    Ok(response.read(jump.environment)?.code)
}

/// The browser's word on the network is only a hint, so it chooses the message and nothing else:
/// <https://html.spec.whatwg.org/#dom-navigator-online>.
pub(crate) fn unreachable() -> Failure {
    let on_line = web_sys::window().is_none_or(|window| window.navigator().on_line());
    if on_line { Failure::Unreachable } else { Failure::Offline }
}

/// A `Response`, or whatever a page's own `fetch` returns instead. A missing property reads as
/// `undefined`, and a missing method is an error.
struct PageResponse(JsValue);

impl PageResponse {
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
            reason = "a status has three digits; any other number counts as none"
        )]
        self.property("status").as_f64().map_or(0, |status| status as u16)
    }

    fn header(&self, name: &str) -> Option<String> {
        self.property("headers").unchecked_into::<Headers>().get(name).ok()?
    }

    /// In seconds, even if it is a date: <https://www.rfc-editor.org/rfc/rfc9110#field.retry-after>.
    fn retry_after(&self) -> Option<String> {
        let text = self.header("retry-after")?;
        let at = js_sys::Date::parse(&text);
        if text.bytes().all(|byte| byte.is_ascii_digit()) || at.is_nan() {
            return Some(text);
        }
        // By the server's clock, because this device's may be wrong.
        let now = js_sys::Date::parse(&self.header("date")?);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a time in the past is no wait, and one far away counts as none"
        )]
        let seconds = ((at - now) / 1000.0) as u32;
        Some(seconds.to_string())
    }

    async fn json(&self) -> Result<JsValue, JsValue> {
        JsFuture::from(self.0.unchecked_ref::<Response>().json()?).await
    }
}

/// JSON that the browser has parsed.
struct Parsed(JsValue);

impl Json for Parsed {
    fn get(&self, key: &str) -> Option<Self> {
        // `Reflect.get` throws for anything else, and wasm-bindgen 0.2.129 then leaks a slot of its table.
        if !self.0.is_object() {
            return None;
        }
        js_sys::Reflect::get(&self.0, &JsValue::from_str(key)).ok().map(Self)
    }

    fn as_str(&self) -> Option<String> {
        self.0.as_string()
    }
}
