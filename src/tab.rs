//! A new tab, opened in the click and sent to the link later.

use wasm_bindgen::JsValue;
use web_sys::Window;

/// A blank tab of this page. It is closed when it is dropped before the link is opened in it.
pub(crate) struct Tab {
    window: Option<Window>,
}

impl Tab {
    /// The tab in a window that was just opened.
    pub(crate) fn new(window: Window) -> Self {
        Self { window: Some(window) }
    }

    /// Whether the seller has closed it.
    pub(crate) fn is_closed(&self) -> bool {
        self.window.as_ref().is_none_or(|window| window.closed().unwrap_or(true))
    }

    /// The name by which a link finds it.
    pub(crate) fn name(&self) -> Option<String> {
        self.window.as_ref()?.name().ok()
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
