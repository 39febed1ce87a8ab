//! A new tab, opened in the click and sent to the link later.

use paddle_magic_links_strings::Strings;
use wasm_bindgen::JsValue;
use web_sys::Window;

const STYLE: &str = "margin:0;min-block-size:100vh;display:grid;place-content:center;\
                     font:1.125rem system-ui,sans-serif;background:Canvas;color:CanvasText;\
                     color-scheme:light dark";

/// A blank tab of this page. It is closed when it is dropped before the link is opened in it.
pub(crate) struct Tab {
    window: Option<Window>,
    name: String,
}

impl Tab {
    /// Opens a tab that says that Paddle is on its way; `None` where the browser refuses.
    ///
    /// Only in the click itself: popup blockers refuse it once anything has been waited for. It has
    /// a name, as only an anchor keeps the `Referer` in every engine under every policy of the page,
    /// and an anchor finds a window by its name.
    pub(crate) fn open(strings: &Strings) -> Option<Self> {
        // In the window's name there is no secret: whoever can use it, could open a tab as well.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "any number will do"
        )]
        let number = (js_sys::Math::random() * f64::from(u32::MAX)) as u32;
        let name = ["pml", &number.to_string()].concat();
        let window = web_sys::window()?.open_with_url_and_target("", &name).ok()??;
        if let Some(document) = window.document() {
            document.set_title(&strings.tab_opening);
            if let Some(root) = document.document_element() {
                let _ = root.set_attribute("lang", &strings.lang);
                let _ = root.set_attribute("dir", "auto");
            }
            if let Some(body) = document.body() {
                body.set_text_content(Some(&strings.tab_opening));
                // By script, which a content security policy does not forbid.
                body.style().set_css_text(STYLE);
            }
        }
        Some(Self { window: Some(window), name })
    }

    /// Whether the seller has closed it.
    pub(crate) fn is_closed(&self) -> bool {
        self.window.as_ref().is_none_or(|window| window.closed().unwrap_or(true))
    }

    /// The name by which a link finds it.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Leaves it to the page that it is on its way to, which must not get hold of this one.
    pub(crate) fn let_go(mut self) {
        if let Some(window) = self.window.take() {
            let _ = window.set_opener(&JsValue::NULL);
        }
    }
}

impl Drop for Tab {
    fn drop(&mut self) {
        if let Some(window) = self.window.take() {
            let _ = window.close();
        }
    }
}
