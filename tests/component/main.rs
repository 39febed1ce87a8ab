//! The component in a real browser, with a `fetch` that the tests control.
#![cfg(target_arch = "wasm32")]

mod changes;
mod click;
mod failures;
mod host;
mod jumps;
mod leaving;
mod page;
mod view;

use leptos::prelude::*;
use paddle_magic_links::MagicLinks;
use wasm_bindgen_test::wasm_bindgen_test_configure;

wasm_bindgen_test_configure!(run_in_browser);

const SESSION: &str = r#"{"data":{"code":"fake-code"},"meta":{}}"#;
const REFUSED: &str = r#"{"error":{"code":"not_allowed"}}"#;

/// A widget that prevents every navigation.
fn widget() -> impl IntoView {
    view! { <MagicLinks endpoint="/proxy" on_navigate=|_| false /> }
}
