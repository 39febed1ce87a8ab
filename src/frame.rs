//! Whether a Leptos page can open Paddle from the frame it may be in. `element/frame.js` does the same
//! for the custom element.

use paddle_magic_links_flow::OpenIn;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlIFrameElement};

/// What the page's developer has to change before Paddle can be opened from here, if anything. Frames
/// of another origin can't be inspected; of the others, each passes its flags on to the frames in it.
///
/// Flags: <https://html.spec.whatwg.org/#attr-iframe-sandbox>.
pub(crate) fn obstacle(open_in: OpenIn) -> Option<&'static str> {
    let window = web_sys::window()?;
    if window.origin() == "null" {
        return Some(
            "this page has no origin, so Paddle would see no domain that it knows; serve it by \
             http, and if it is in a sandboxed frame, add allow-same-origin to its sandbox",
        );
    }
    let mut around = Some(window);
    while let Some(window) = around {
        let frame = window.frame_element().ok()??;
        if let Some(obstacle) = obstacle_in(frame, open_in) {
            return Some(obstacle);
        }
        around = window.parent().ok()?;
    }
    None
}

fn obstacle_in(frame: Element, open_in: OpenIn) -> Option<&'static str> {
    if !frame.has_attribute("sandbox") {
        return None;
    }
    let sandbox = frame.unchecked_into::<HtmlIFrameElement>().sandbox();
    let allows = |flag| sandbox.contains(flag);
    match open_in {
        // Not `allow-top-navigation-by-user-activation`: once the code has arrived, WebKit 2.50 no longer
        // counts the click as an activation, nor do the other engines after a few seconds.
        OpenIn::SameTab => (!allows("allow-top-navigation")).then_some(
            "this page is in a sandboxed frame that can't leave for Paddle; add \
             allow-top-navigation to its sandbox",
        ),
        OpenIn::NewTab => {
            let opens = allows("allow-popups") && allows("allow-popups-to-escape-sandbox");
            (!opens).then_some(
                "this page is in a sandboxed frame that can't open a tab for Paddle; add \
                 allow-popups and allow-popups-to-escape-sandbox to its sandbox",
            )
        }
    }
}
