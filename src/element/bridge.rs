//! What `element/component.js` provides. It reads the element's attributes and properties, checks those
//! that markup must not decide, and dispatches events.

use js_sys::Promise;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use web_sys::{AbortSignal, Headers};

#[wasm_bindgen]
extern "C" {
    /// The custom element.
    #[derive(Clone)]
    pub type Element;

    /// The value of an attribute.
    #[wasm_bindgen(method)]
    pub(super) fn attribute(this: &Element, name: &str) -> Option<String>;

    /// The translation of an English text, or the page's own text in its place.
    #[wasm_bindgen(method)]
    pub(super) fn translation(this: &Element, english: &str) -> Option<String>;

    /// The environment at this index of those that the page offers.
    #[wasm_bindgen(method)]
    pub(super) fn environment(this: &Element, index: u32) -> Option<String>;

    /// The redirect at this index of those that the page offers.
    #[wasm_bindgen(method)]
    pub(super) fn redirect(this: &Element, index: u32) -> Option<Redirect>;

    /// The URL of the proxy. `None` if it is missing or refused.
    #[wasm_bindgen(method)]
    pub(super) fn endpoint(this: &Element) -> Option<String>;

    /// The request headers of the page. `None` if one is refused.
    #[wasm_bindgen(method)]
    pub(super) fn headers(this: &Element) -> Option<Headers>;

    /// The origin of the dashboard that this attribute names. Empty if it is refused.
    #[wasm_bindgen(method)]
    pub(super) fn dashboard(this: &Element, attribute: &str) -> Option<String>;

    /// The URL of the platform's sign-in. `None` if it is missing or refused.
    #[wasm_bindgen(method, js_name = signIn)]
    pub(super) fn sign_in(this: &Element) -> Option<String>;

    /// The time limit of a request, in seconds.
    #[wasm_bindgen(method)]
    pub(super) fn timeout(this: &Element) -> u32;

    /// Whether the page has set `fetchSession`.
    #[wasm_bindgen(method, js_name = hasFetchSession)]
    pub(super) fn has_fetch_session(this: &Element) -> bool;

    /// Calls `fetchSession`. Its result reads like a response of a proxy.
    #[wasm_bindgen(method, catch, js_name = fetchSession)]
    pub(super) fn fetch_session(
        this: &Element,
        environment: &str,
        redirect: &str,
        signal: Option<AbortSignal>,
    ) -> Result<Promise, JsValue>;

    /// Whether Paddle can be opened from the frame that the page may be in.
    #[wasm_bindgen(method, js_name = canOpen)]
    pub(super) fn can_open(this: &Element, new_tab: bool) -> bool;

    /// Opens a new tab that shows `text`, or returns the one that an early click has opened. `null` if the
    /// browser blocked it, `undefined` if the browser shows one page only.
    #[wasm_bindgen(method, js_name = openTab)]
    pub(super) fn open_tab(this: &Element, text: &str, lang: &str) -> JsValue;

    /// Dispatches `pml-start`.
    #[wasm_bindgen(method)]
    pub(super) fn start(this: &Element, environment: &str, redirect: &str);

    /// Dispatches `pml-navigate`, and returns whether the page lets the navigation happen.
    #[wasm_bindgen(method)]
    pub(super) fn navigate(this: &Element, environment: &str, redirect: &str) -> bool;

    /// Dispatches `pml-error`.
    #[wasm_bindgen(method)]
    pub(super) fn error(
        this: &Element,
        environment: &str,
        redirect: &str,
        code: &str,
        recoverable: bool,
        request_id: Option<&str>,
        retry_after: Option<u32>,
    );

    /// Dispatches `pml-return`.
    #[wasm_bindgen(method)]
    pub(super) fn returned(this: &Element);

    /// Dispatches `pml-environment-change`.
    #[wasm_bindgen(method, js_name = environmentChange)]
    pub(super) fn environment_change(this: &Element, environment: &str);

    /// Sets the element's custom state.
    #[wasm_bindgen(method)]
    pub(super) fn state(this: &Element, pending: bool, failed: bool);

    /// Reports an unusable setting to the page's developer.
    #[wasm_bindgen(method)]
    pub(super) fn invalid(this: &Element, name: &str, reason: &str);

    /// A redirect target with what the page adds to its button.
    pub type Redirect;

    #[wasm_bindgen(method, getter)]
    pub(super) fn target(this: &Redirect) -> String;

    #[wasm_bindgen(method, getter)]
    pub(super) fn primary(this: &Redirect) -> bool;

    #[wasm_bindgen(method, getter)]
    pub(super) fn disabled(this: &Redirect) -> bool;

    #[wasm_bindgen(method, getter)]
    pub(super) fn hint(this: &Redirect) -> Option<String>;

    #[wasm_bindgen(method, getter)]
    pub(super) fn badge(this: &Redirect) -> Option<String>;
}
