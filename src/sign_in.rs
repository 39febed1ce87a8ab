//! The URL of the platform's own sign-in, with the way back.

use paddle_magic_links_strings::fill;
use wasm_bindgen::JsCast;
use web_sys::HtmlAnchorElement;

/// The URL that the page gave, with the page's own in place of `{return}`, or what the developer has to
/// change. It must be on this page's origin: a message that asks a seller to sign in must not lead to
/// anybody else's form.
pub(crate) fn url(given: &str) -> Result<String, &'static str> {
    let url = || {
        let window = web_sys::window()?;
        let here = js_sys::encode_uri_component(&window.location().href().ok()?);
        let anchor = window.document()?.create_element("a").ok()?;
        let anchor: HtmlAnchorElement = anchor.unchecked_into();
        anchor.set_href(&fill(given, &[("return", &String::from(here))]));
        let url = anchor.href();
        // A serialized URL begins with its origin and a slash, unless it has a user or another kind of
        // scheme: <https://url.spec.whatwg.org/#concept-url-serializer>.
        url.strip_prefix(&window.origin())?.starts_with('/').then_some(url)
    };
    url().ok_or("use a URL on this page's own origin, such as /login?next={return}")
}
