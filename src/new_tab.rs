//! Opens a new tab for the Leptos component. The custom element does so in `element/tab.js`, because it
//! may have to before the wasm has loaded.

use crate::{random, tab::Tab};
use paddle_magic_links_flow::Failure;
use paddle_magic_links_strings::Strings;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Window};

/// The URL of a document that nobody has written to.
const BLANK: &str = "about:blank";

const STYLE: &str = "min-block-size:100vh;display:grid;place-content:center;\
                     font:1.125rem system-ui,sans-serif;color-scheme:light dark";

/// Opens a tab that says that Paddle is about to open. `None` if it is no new window: apps that show one
/// page only, as Android's `WebView` does by default, return the page's own.
/// <https://developer.android.com/reference/android/webkit/WebSettings#setSupportMultipleWindows(boolean)>
pub(crate) fn open(strings: &Strings) -> Result<Option<Tab>, Failure> {
    let own = web_sys::window().ok_or(Failure::TabBlocked)?;
    let window = open_window(&own).ok_or(Failure::TabBlocked)?;
    if window == own || own.top().is_ok_and(|top| top.as_ref() == Some(&window)) {
        return Ok(None);
    }
    let document = window.document();
    if let Some(document) = document.filter(|blank| blank.url().is_ok_and(|url| url == BLANK)) {
        document.set_title(&strings.tab_opening);
        if let Some(root) = document.document_element() {
            let _ = root.set_attribute("lang", &strings.lang);
            let _ = root.set_attribute("dir", "auto");
            // By script, which a content security policy does not forbid.
            root.unchecked_into::<HtmlElement>().style().set_css_text(STYLE);
        }
        if let Some(body) = document.body() {
            body.set_text_content(Some(&strings.tab_opening));
        }
    }
    Ok(Some(Tab::new(window)))
}

/// In the click itself, because popup blockers block it after any wait. The window has a name, because
/// an anchor finds it by that, and only an anchor keeps the `Referer` in every engine under every policy
/// of the page.
fn open_window(own: &Window) -> Option<Window> {
    // The name is no secret: whoever can use it could open a tab as well.
    let name = ["pml", &random::number().to_string()].concat();
    own.open_with_url_and_target("", &name).ok()?
}
