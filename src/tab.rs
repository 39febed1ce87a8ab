//! A new tab, opened in the click and navigated to the link later.

use wasm_bindgen::JsValue;
use web_sys::Window;

/// A blank tab of this page. Dropping it closes it, unless it was released.
pub(crate) struct Tab {
    window: Option<Window>,
}

impl Tab {
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

    /// Leaves it to the page that it navigates to, which must not reach this one.
    pub(crate) fn release(mut self) {
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
