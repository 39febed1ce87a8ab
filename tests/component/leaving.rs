//! The page is left, or the widget is unmounted.

use crate::{
    SESSION,
    jumps::Jumps,
    page::{Page, leave},
    widget,
};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn leaving_aborts_the_request_and_the_widget_is_idle() {
    let page = Page::mount(widget);
    page.never_respond();
    page.click("overview");
    page.settle().await;
    leave();
    page.settle().await;
    assert!(page.requests()[0].signal().aborted());
    assert_eq!((page.status(), page.error()), (String::new(), String::new()));
}

#[wasm_bindgen_test]
async fn unmounting_aborts_the_request_and_never_navigates() {
    let jumps = Jumps::default();
    let mut page = Page::mount(jumps.widget());
    let held = page.hold();
    page.click("overview");
    page.settle().await;
    page.unmount();
    assert!(page.requests()[0].signal().aborted());
    held.respond(201, SESSION);
    page.settle().await;
    leave();
    assert_eq!(jumps.count(), 0);
}
