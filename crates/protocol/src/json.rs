/// A JSON value that can be read, whoever parsed it.
///
/// The widget lets the browser parse (its parser is already there), a proxy lets `serde_json`; the
/// contract is read by the same lines for both.
pub trait Json: Sized {
    /// The value of an object's key; `None` where this is no object or has no such key.
    fn get(&self, key: &str) -> Option<Self>;

    /// The text, where this is a string.
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
