//! Every failure has a message, and the next click works.

use crate::{
    REFUSED, SESSION,
    jumps::Jumps,
    page::{Page, has_focus, other_realms_response, respond, until},
    widget,
};
use leptos::prelude::*;
use paddle_magic_links::MagicLinks;
use std::time::Duration;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn after_a_refusal_the_focus_stays_and_a_click_works() {
    let page = Page::mount(widget);
    page.respond_with(|_| respond(403, REFUSED));
    let pressed = page.button("onboarding");
    pressed.focus().unwrap();
    page.click("onboarding");
    until("the refusal is told", || !page.error().is_empty()).await;
    assert_eq!(
        page.error(),
        "You don't have permission to open Paddle. Ask the account owner for access."
    );
    assert_eq!(page.status(), "");
    assert!(has_focus(&pressed));
    assert!(!pressed.has_attribute("aria-disabled"));
    page.click("onboarding");
    page.settle().await;
    assert_eq!(page.requests().len(), 2);
}

#[wasm_bindgen_test]
async fn choosing_the_other_environment_clears_the_error() {
    let page = Page::mount(widget);
    page.respond_with(|_| respond(409, "{}"));
    page.click("overview");
    until("the refusal is told", || page.error().contains("don't have a Paddle live account"))
        .await;
    page.choose("sandbox");
    page.settle().await;
    assert_eq!((page.error().as_str(), page.chosen_environment().as_str()), ("", "sandbox"));
}

#[wasm_bindgen_test]
async fn any_result_of_fetch_is_an_error_and_never_a_panic() {
    let page = Page::mount(widget);
    let object = |json: &str| js_sys::Promise::resolve(&js_sys::JSON::parse(json).unwrap());
    let cases: [(js_sys::Promise, &str); 13] = [
        (js_sys::Promise::reject(&"a string".into()), "couldn't be reached"),
        (js_sys::Promise::reject(&JsValue::UNDEFINED), "couldn't be reached"),
        (js_sys::Promise::reject(&js_sys::TypeError::new("network").into()), "couldn't be reached"),
        (js_sys::Promise::resolve(&JsValue::UNDEFINED), "couldn't be read"),
        (js_sys::Promise::resolve(&JsValue::from_str("a string")), "couldn't be read"),
        (object("{}"), "couldn't be read"),
        (object(r#"{"status":500}"#), "This site is unavailable"),
        (object(r#"{"type":"opaqueredirect","status":0}"#), "session has expired"),
        (respond(200, "<!doctype html>"), "couldn't be read"),
        (respond(201, r#"{"data":{"code":5}}"#), "couldn't be read"),
        (
            respond(201, r#"{"data":{"code":"x","environment":"sandbox"}}"#),
            "wrong Paddle environment",
        ),
        (respond(204, ""), "couldn't be read"),
        (respond(502, "null"), "This site is unavailable"),
    ];
    for (response, words) in cases {
        page.respond_with(move |_| response.clone());
        page.click("overview");
        // By now the message of the case before is gone.
        page.settle().await;
        until(words, || page.error().contains(words)).await;
    }
}

#[wasm_bindgen_test]
async fn a_response_from_another_realm_is_accepted() {
    let jumps = Jumps::default();
    let page = Page::mount(jumps.widget());
    page.respond_with(|_| other_realms_response(201, SESSION));
    page.click("overview");
    until("the host is asked", || jumps.count() == 1).await;
}

#[wasm_bindgen_test]
async fn a_header_or_endpoint_the_browser_rejects_is_reported() {
    for (endpoint, header) in [
        ("/proxy", "not a header"),
        ("https://[", "x-fine"),
        ("http://platform.example/proxy", "x-fine"),
    ] {
        let headers = vec![(header.to_owned(), "value".to_owned())];
        let page = Page::mount(move || view! { <MagicLinks endpoint=endpoint headers /> });
        page.click("overview");
        until("the error is told", || page.error().contains("isn't set up")).await;
        assert_eq!(page.requests().len(), 0);
    }
}

#[wasm_bindgen_test]
async fn an_expired_session_links_to_the_platforms_own_sign_in() {
    let here = String::from(js_sys::encode_uri_component(&window().location().href().unwrap()));
    let origin = window().location().origin().unwrap();
    for (address, expected) in [
        ("/login?next={return}", Some(format!("{origin}/login?next={here}"))),
        ("https://paddle.example/login", None),
        ("javascript:alert(1)", None),
    ] {
        let page = Page::mount(move || {
            view! { <MagicLinks endpoint="/proxy" sign_in=address /> }
        });
        let link = || page.all(".pml-sign-in[href]").pop();
        assert!(link().is_none(), "nobody has to sign in yet");
        page.respond_with(|_| respond(401, "{}"));
        page.click("overview");
        until("the refusal is told", || page.error().contains("session has expired")).await;
        assert_eq!(link().and_then(|link| link.get_attribute("href")), expected);
        page.respond_with(|_| respond(403, REFUSED));
        page.click("overview");
        until("another refusal is told", || page.error().contains("permission")).await;
        assert!(link().is_none());
    }
}

#[wasm_bindgen_test]
async fn a_slow_response_times_out() {
    let page = Page::mount(|| {
        view! { <MagicLinks endpoint="/proxy" timeout=Duration::from_millis(20) /> }
    });
    page.never_respond();
    page.click("overview");
    until("the time is up", || page.error().contains("took too long")).await;
    assert!(page.requests()[0].signal().aborted());
}
