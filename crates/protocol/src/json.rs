//! Reads JSON from any parser.

/// A parsed JSON value.
///
/// The browser parses JSON for the widget, because its parser is already there; `serde_json` parses it
/// for a proxy. The same code reads both.
pub trait Json: Sized {
    /// The value of a key; `None` if this is no object or has no such key.
    fn get(&self, key: &str) -> Option<Self>;

    /// The text, if this is a string.
    fn as_str(&self) -> Option<String>;

    /// The text at `outer.inner`.
    fn text_at(&self, outer: &str, inner: &str) -> Option<String> {
        self.get(outer)?.get(inner)?.as_str()
    }
}

#[cfg(feature = "serde_json")]
impl Json for &serde_json::Value {
    fn get(&self, key: &str) -> Option<Self> {
        serde_json::Value::get(self, key)
    }

    fn as_str(&self) -> Option<String> {
        serde_json::Value::as_str(self).map(str::to_owned)
    }
}
