//! Takes the place of the crate `wasm-streams` in what this workspace builds for browsers.
//!
//! Leptos depends on it for the streams of server functions, always. Its classes are exported to
//! JavaScript, so no linker can drop them although nothing calls them: 5.3 kB of brotli in a
//! widget that has no server functions. This has the names that Leptos compiles against, and no
//! classes. See `[patch.crates-io]` in the workspace's `Cargo.toml`.

use futures_util::stream::{Empty, Stream};
use wasm_bindgen::JsValue;

const UNUSED: &str = "the widget has no server functions, see crates/wasm-streams";

/// A stream that nobody makes.
#[derive(Debug)]
pub struct ReadableStream(());

impl ReadableStream {
    /// Not to be called.
    ///
    /// # Panics
    /// Always.
    pub fn from_raw(_: web_sys::ReadableStream) -> Self {
        unimplemented!("{UNUSED}")
    }

    /// Not to be called.
    ///
    /// # Panics
    /// Always.
    pub fn from_stream(_: impl Stream<Item = Result<JsValue, JsValue>> + 'static) -> Self {
        unimplemented!("{UNUSED}")
    }

    /// Not to be called.
    ///
    /// # Panics
    /// Always.
    pub fn into_stream(self) -> Empty<Result<JsValue, JsValue>> {
        unimplemented!("{UNUSED}")
    }

    /// Not to be called.
    ///
    /// # Panics
    /// Always.
    pub fn into_raw(self) -> web_sys::ReadableStream {
        unimplemented!("{UNUSED}")
    }
}
