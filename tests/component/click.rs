//! A click, from the button to the jump.

use crate::{
    SESSION,
    page::{AnchorClicks, Page, body, has_focus, name, respond, until},
    widget,
};
use leptos::prelude::*;
use paddle_magic_links::MagicLinks;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn a_click_sends_the_contracts_request() {
    let page = Page::mount(|| {
        let headers = vec![("x-csrf-token".to_owned(), "from-the-page".to_owned())];
        view! { <MagicLinks endpoint="/proxy" headers on_navigate=|_| false /> }
    });
    page.respond_with(|_| respond(201, SESSION));
    page.choose("sandbox");
    page.click("retain_settings");
    page.settle().await;
    let requests = page.requests();
    assert_eq!(requests.len(), 1);
    let request = &requests[0];
    assert_eq!(request.method(), "POST");
    assert!(request.url().ends_with("/proxy"));
    for (name, value) in [
        ("content-type", "application/json"),
        ("accept", "application/json"),
        ("x-paddle-magic-links", "1"),
        ("x-csrf-token", "from-the-page"),
    ] {
        assert_eq!(request.headers().get(name).unwrap().as_deref(), Some(value));
    }
    assert_eq!(request.cache(), web_sys::RequestCache::NoStore);
    assert_eq!(request.credentials(), web_sys::RequestCredentials::SameOrigin);
    assert_eq!(request.redirect(), web_sys::RequestRedirect::Manual);
    assert_eq!(body(request).await, r#"{"environment":"sandbox","redirect":"retain_settings"}"#);
}

#[wasm_bindgen_test]
async fn a_detached_anchor_navigates_and_keeps_the_referer() {
    let page = Page::mount(|| view! { <MagicLinks endpoint="/proxy" /> });
    let anchors = AnchorClicks::catch();
    page.respond_with(|_| respond(201, SESSION));
    page.click("onboarding");
    until("the anchor is clicked", || anchors.count() == 1).await;
    let anchor = anchors.last();
    assert_eq!(
        anchor.href(),
        "https://vendors.paddle.com/magic-sessions/login?code=fake-code&redirect=onboarding"
    );
    assert_eq!(anchor.referrer_policy(), "strict-origin");
    assert_eq!(anchor.target(), "_top");
    assert!(!anchor.is_connected());
}

#[wasm_bindgen_test]
async fn a_second_click_during_a_jump_does_nothing() {
    let page = Page::mount(widget);
    page.never_respond();
    page.click("payout_settings");
    page.click("payout_settings");
    page.click("overview");
    page.settle().await;
    assert_eq!(page.requests().len(), 1);
}

#[wasm_bindgen_test]
async fn a_click_during_another_widgets_jump_does_nothing() {
    let page = Page::mount(|| view! { {widget()} {widget()} });
    page.never_respond();
    for button in page.all("[data-redirect=overview]") {
        button.click();
    }
    page.settle().await;
    assert_eq!(page.requests().len(), 1);
    assert_eq!(page.all("[aria-busy]").len(), 1);
}

#[wasm_bindgen_test]
async fn a_pressed_button_is_busy_and_keeps_its_name_and_focus() {
    let page = Page::mount(widget);
    page.never_respond();
    let pressed = page.button("payout_settings");
    pressed.focus().unwrap();
    page.click("payout_settings");
    page.settle().await;
    assert_eq!(pressed.get_attribute("aria-busy").as_deref(), Some("true"));
    assert!(!page.button("overview").has_attribute("aria-busy"));
    assert!(page.all("button").iter().all(|button| {
        button.get_attribute("aria-disabled").as_deref() == Some("true")
            && !button.has_attribute("disabled")
    }));
    assert_eq!(name(&pressed), "Payout settings How and where Paddle pays you Paddle live");
    assert!(has_focus(&pressed));
    assert_eq!(page.status(), "Opening Payout settings in Paddle live…");
}

#[wasm_bindgen_test]
async fn the_environment_cannot_change_during_a_jump() {
    let page = Page::mount(widget);
    page.never_respond();
    page.click("overview");
    page.settle().await;
    page.choose("sandbox");
    page.settle().await;
    assert_eq!(page.chosen_environment(), "live");
    assert_eq!(page.status(), "Opening Overview in Paddle live…");
}

#[wasm_bindgen_test]
async fn holding_enter_activates_once() {
    let page = Page::mount(widget);
    let first = page.press_enter("overview", false);
    let repeated = page.press_enter("overview", true);
    assert!(!first.default_prevented());
    assert!(repeated.default_prevented());
}
