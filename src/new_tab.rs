//! Opens a new tab for the Leptos component. The custom element's script does it by itself, as it may
//! have to before the wasm is there: `openTab` in `element/tab.js`.

use crate::{failure::Failure, random, tab::Tab};
use paddle_magic_links_strings::Strings;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Window};

/// The address of a document that nobody has written to.
const BLANK: &str = "about:blank";

const STYLE: &str = "min-block-size:100vh;display:grid;place-content:center;\
                     font:1.125rem system-ui,sans-serif;color-scheme:light dark";

/// Opens a tab that says that Paddle is on its way; none where that is no new window: apps that show
/// one page only, as Android's `WebView` does by default, answer with the page's own.
/// <https://developer.android.com/reference/android/webkit/WebSettings#setSupportMultipleWindows(boolean)>
pub(crate) fn open(strings: &Strings) -> Result<Option<Tab>, Failure> {
    let own = web_sys::window().ok_or(Failure::TabRefused)?;
    let window = open_window(&own).ok_or(Failure::TabRefused)?;
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

/// Only in the click itself: popup blockers refuse it once anything has been waited for. It has a
/// name, as only an anchor keeps the `Referer` in every engine under every policy of the page, and an
/// anchor finds a window by its name.
fn open_window(own: &Window) -> Option<Window> {
    // In the window's name there is no secret: whoever can use it, could open a tab as well.
    let name = ["pml", &random::number().to_string()].concat();
    own.open_with_url_and_target("", &name).ok()?
}
