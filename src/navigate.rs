//! Navigates to the magic link.

use paddle_magic_links_protocol::MagicLink;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, HtmlAnchorElement};

/// The page's own tab, even if the page is in a frame of it.
pub(crate) const THIS_TAB: &str = "_top";

/// Opens the link in the window of that name, with the page's origin as `Referer`.
///
/// Paddle admits visitors from allowlisted domains only, and a navigation shows its domain in the
/// `Referer` alone. `location.assign` obeys the page's `Referrer-Policy`, so it sends none under
/// `no-referrer` or `same-origin` (the defaults of Helmet and Django). An anchor's own policy takes
/// precedence: <https://html.spec.whatwg.org/#following-hyperlinks>. The anchor never enters the
/// document, so nothing that observes the document sees the link.
pub(crate) fn open(link: &MagicLink, target: &str) -> Result<(), JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    match window.document().and_then(|document| anchor(&document, link, target).ok()) {
        Some(anchor) => {
            anchor.click();
            Ok(())
        }
        None => window.location().assign(link.reveal()),
    }
}

fn anchor(
    document: &Document,
    link: &MagicLink,
    target: &str,
) -> Result<HtmlAnchorElement, JsValue> {
    let anchor: HtmlAnchorElement = document.create_element("a")?.dyn_into()?;
    anchor.set_href(link.reveal());
    anchor.set_referrer_policy("strict-origin");
    // A `<base target>` of the page would otherwise open another window.
    anchor.set_target(target);
    Ok(anchor)
}

/// Makes the browser connect to the dashboard, which takes longer than a response of the proxy.
/// Browsers act when the element enters the document, and it need not stay there:
/// <https://html.spec.whatwg.org/#link-type-preconnect>.
pub(crate) fn preconnect(origin: &str) {
    let _ = || -> Result<(), JsValue> {
        let document = web_sys::window().and_then(|window| window.document());
        let document = document.ok_or(JsValue::NULL)?;
        let link = document.create_element("link")?;
        link.set_attribute("rel", "preconnect")?;
        link.set_attribute("href", origin)?;
        document.document_element().ok_or(JsValue::NULL)?.insert_before(&link, None)?;
        link.remove();
        Ok(())
    }();
}
