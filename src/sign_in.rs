//! The way to the platform's own sign-in, and back from there.

use paddle_magic_links_strings::fill;
use wasm_bindgen::JsCast;
use web_sys::HtmlAnchorElement;

/// An address that the page gave, with that of the page itself in the place of `{return}`; or what
/// its developer has to change. Of this page's origin only: a message that asks a seller to sign in
/// must not lead to anybody else's form.
pub(crate) fn address(given: &str) -> Result<String, &'static str> {
    let address = || {
        let window = web_sys::window()?;
        let here = js_sys::encode_uri_component(&window.location().href().ok()?);
        let anchor = window.document()?.create_element("a").ok()?;
        let anchor: HtmlAnchorElement = anchor.unchecked_into();
        anchor.set_href(&fill(given, &[("return", &String::from(here))]));
        let address = anchor.href();
        // Up to its first slash a serialized URL is its origin, unless there is a user in it, or it is of
        // another kind: <https://url.spec.whatwg.org/#concept-url-serializer>.
        address.strip_prefix(&window.origin())?.starts_with('/').then_some(address)
    };
    address().ok_or("use an address of this page's own origin, such as /login?next={return}")
}
