//! The component in a real browser, with the page's `fetch` in the test's hands.
#![cfg(target_arch = "wasm32")]

mod page;

use leptos::prelude::*;
use paddle_magic_links::{
    Code, Environment, FetchSession, Jump, JumpError, MagicLinks, RedirectTarget, RefusalCode,
};
use page::{
    AnchorClicks, Page, come_back, has_focus, leave, other_realms_response, referred, respond,
    until,
};
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const SESSION: &str = r#"{"data":{"code":"fake-code"},"meta":{}}"#;
const REFUSED: &str = r#"{"error":{"code":"not_allowed"}}"#;

fn widget() -> impl IntoView {
    view! { <MagicLinks endpoint="/proxy" on_navigate=|_| false /> }
}

#[wasm_bindgen_test]
async fn at_first_it_offers_both_environments_and_all_pages_and_has_asked_nothing() {
    let page = Page::mount(widget);
    assert_eq!(page.all("[type=radio]").len(), 2);
    assert_eq!(page.chosen_environment(), "live");
    assert_eq!(page.text("legend"), "Paddle environment");
    for (redirect, label, hint) in [
        ("overview", "Overview", "The home page of your Paddle dashboard"),
        ("payout_settings", "Payout settings", "How and where Paddle pays you"),
        ("retain_settings", "Retain", "Failed payments and cancellations"),
        ("onboarding", "Onboarding", "Verification and its documents"),
    ] {
        let button = page.button(redirect);
        assert_eq!(referred(&button, "aria-labelledby"), label);
        assert_eq!(referred(&button, "aria-describedby"), hint);
    }
    assert_eq!((page.status(), page.error()), (String::new(), String::new()));
    assert_eq!(page.requests().len(), 0);
}

#[wasm_bindgen_test]
async fn a_click_asks_the_proxy_as_the_contract_says() {
    let page = Page::mount(|| {
        let headers = vec![("x-csrf-token".to_owned(), "from-the-page".to_owned())];
        view! { <MagicLinks endpoint="/proxy" headers on_navigate=|_| false /> }
    });
    page.answer_with(|_| respond(201, SESSION));
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
    let body = page::promised(request.text()).await.unwrap().as_string().unwrap();
    assert_eq!(body, r#"{"environment":"sandbox","redirect":"retain_settings"}"#);
}

#[wasm_bindgen_test]
async fn the_window_leaves_by_an_anchor_outside_the_document_that_keeps_the_referer() {
    let page = Page::mount(|| view! { <MagicLinks endpoint="/proxy" /> });
    let anchors = AnchorClicks::catch();
    page.answer_with(|_| respond(201, SESSION));
    page.click("onboarding");
    until("the anchor is clicked", || anchors.count() == 1).await;
    let anchor = anchors.last();
    assert_eq!(
        anchor.href(),
        "https://vendors.paddle.com/magic-sessions/login?code=fake-code&redirect=onboarding"
    );
    assert_eq!(anchor.referrer_policy(), "strict-origin");
    assert_eq!(anchor.target(), "_self");
    assert!(!anchor.is_connected());
}

#[wasm_bindgen_test]
async fn while_one_click_is_under_way_another_does_nothing() {
    let page = Page::mount(widget);
    page.answer_with(|_| js_sys::Promise::new(&mut |_, _| {}));
    page.click("payout_settings");
    page.click("payout_settings");
    page.click("overview");
    page.settle().await;
    assert_eq!(page.requests().len(), 1);
}

#[wasm_bindgen_test]
async fn the_pressed_button_shows_that_it_works_and_keeps_its_name_and_the_focus() {
    let page = Page::mount(widget);
    page.answer_with(|_| js_sys::Promise::new(&mut |_, _| {}));
    let pressed = page.button("payout_settings");
    pressed.focus().unwrap();
    page.click("payout_settings");
    page.settle().await;
    assert!(pressed.class_list().contains("pml-busy"));
    assert!(!page.button("overview").class_list().contains("pml-busy"));
    assert!(page.all("button").iter().all(|button| {
        button.get_attribute("aria-disabled").as_deref() == Some("true")
            && !button.has_attribute("disabled")
    }));
    assert_eq!(referred(&pressed, "aria-labelledby"), "Payout settings");
    assert!(has_focus(&pressed));
    assert_eq!(page.status(), "Opening Payout settings in Paddle live…");
}

#[wasm_bindgen_test]
async fn the_environment_stays_as_it_was_at_the_click() {
    let page = Page::mount(widget);
    page.answer_with(|_| js_sys::Promise::new(&mut |_, _| {}));
    page.click("overview");
    page.settle().await;
    page.choose("sandbox");
    page.settle().await;
    assert_eq!(page.chosen_environment(), "live");
    assert_eq!(page.status(), "Opening Overview in Paddle live…");
}

#[wasm_bindgen_test]
async fn a_refusal_is_told_keeps_the_focus_and_the_next_click_works() {
    let page = Page::mount(widget);
    page.answer_with(|_| respond(403, REFUSED));
    let pressed = page.button("onboarding");
    pressed.focus().unwrap();
    page.click("onboarding");
    until("the refusal is told", || !page.error().is_empty()).await;
    assert_eq!(
        page.error(),
        "Your user may not open Paddle. Ask the owner of this account for access."
    );
    assert_eq!(page.status(), "");
    assert!(has_focus(&pressed));
    assert!(!pressed.has_attribute("aria-disabled"));
    page.click("onboarding");
    page.settle().await;
    assert_eq!(page.requests().len(), 2);
}

#[wasm_bindgen_test]
async fn choosing_the_other_environment_takes_the_error_away() {
    let page = Page::mount(widget);
    page.answer_with(|_| respond(409, "{}"));
    page.click("overview");
    until("the refusal is told", || page.error().contains("no Paddle live account")).await;
    page.choose("sandbox");
    page.settle().await;
    assert_eq!((page.error().as_str(), page.chosen_environment().as_str()), ("", "sandbox"));
}

#[wasm_bindgen_test]
async fn whatever_the_pages_fetch_does_is_an_error_in_words_and_no_panic() {
    let page = Page::mount(widget);
    let object = |json: &str| js_sys::Promise::resolve(&js_sys::JSON::parse(json).unwrap());
    let cases: [(js_sys::Promise, &str); 13] = [
        (js_sys::Promise::reject(&"a string".into()), "could not be reached"),
        (js_sys::Promise::reject(&JsValue::UNDEFINED), "could not be reached"),
        (
            js_sys::Promise::reject(&js_sys::TypeError::new("network").into()),
            "could not be reached",
        ),
        (js_sys::Promise::resolve(&JsValue::UNDEFINED), "makes no sense"),
        (js_sys::Promise::resolve(&JsValue::from_str("a string")), "makes no sense"),
        (object("{}"), "makes no sense"),
        (object(r#"{"status":500}"#), "not available"),
        (object(r#"{"type":"opaqueredirect","status":0}"#), "no longer signed in"),
        (respond(200, "<!doctype html>"), "makes no sense"),
        (respond(201, r#"{"data":{"code":5}}"#), "makes no sense"),
        (
            respond(201, r#"{"data":{"code":"x","environment":"sandbox"}}"#),
            "other Paddle environment",
        ),
        (respond(204, ""), "makes no sense"),
        (respond(502, "null"), "not available"),
    ];
    for (answer, words) in cases {
        page.answer_with(move |_| answer.clone());
        page.click("overview");
        // By now the error of the case before is gone.
        page.settle().await;
        until(words, || page.error().contains(words)).await;
    }
}

#[wasm_bindgen_test]
async fn a_response_of_another_realm_is_as_good_as_one_of_this() {
    let jumps = Jumps::default();
    let page = Page::mount(jumps.widget());
    page.answer_with(|_| other_realms_response(201, SESSION));
    page.click("overview");
    until("the host is asked", || jumps.count() == 1).await;
}

#[wasm_bindgen_test]
async fn a_header_or_an_endpoint_that_the_browser_refuses_is_an_error_in_words() {
    for (endpoint, header) in [("/proxy", "not a header"), ("https://[", "x-fine")] {
        let headers = vec![(header.to_owned(), "value".to_owned())];
        let page = Page::mount(move || view! { <MagicLinks endpoint=endpoint headers /> });
        page.click("overview");
        until("the error is told", || page.error().contains("not set up")).await;
        assert_eq!(page.requests().len(), 0);
    }
}

#[wasm_bindgen_test]
async fn a_host_that_declines_finds_the_widget_idle() {
    let jumps = Jumps::default();
    let page = Page::mount(jumps.widget());
    page.answer_with(|_| respond(201, SESSION));
    page.click("retain_settings");
    until("the host is asked", || jumps.count() == 1).await;
    page.settle().await;
    assert_eq!(
        jumps.last(),
        Jump { environment: Environment::Live, redirect: RedirectTarget::RetainSettings }
    );
    assert_eq!((page.status(), page.error()), (String::new(), String::new()));
    assert!(!page.button("retain_settings").has_attribute("aria-disabled"));
}

#[wasm_bindgen_test]
async fn an_answer_that_takes_too_long_is_given_up() {
    let page = Page::mount(|| {
        view! { <MagicLinks endpoint="/proxy" timeout=Duration::from_millis(20) /> }
    });
    page.answer_with(|_| js_sys::Promise::new(&mut |_, _| {}));
    page.click("overview");
    until("the time is up", || page.error().contains("took too long")).await;
    assert!(page.requests()[0].signal().aborted());
}

#[wasm_bindgen_test]
async fn leaving_the_page_aborts_the_request_and_leaves_the_widget_idle() {
    let page = Page::mount(widget);
    page.answer_with(|_| js_sys::Promise::new(&mut |_, _| {}));
    page.click("overview");
    page.settle().await;
    leave();
    page.settle().await;
    assert!(page.requests()[0].signal().aborted());
    assert_eq!((page.status(), page.error()), (String::new(), String::new()));
}

#[wasm_bindgen_test]
async fn taken_from_the_page_it_aborts_and_never_navigates() {
    let jumps = Jumps::default();
    let mut page = Page::mount(jumps.widget());
    let (answer, resolve) = page::open_promise();
    page.answer_with(move |_| answer.clone());
    page.click("overview");
    page.settle().await;
    page.unmount();
    assert!(page.requests()[0].signal().aborted());
    resolve.call1(&JsValue::NULL, &page::response(201, SESSION)).unwrap();
    page.settle().await;
    leave();
    assert_eq!(jumps.count(), 0);
}

#[wasm_bindgen_test]
async fn enter_held_down_is_one_activation() {
    let page = Page::mount(widget);
    let first = page.press_enter("overview", false);
    let repeated = page.press_enter("overview", true);
    assert!(!first.default_prevented());
    assert!(repeated.default_prevented());
}

#[wasm_bindgen_test]
async fn what_the_host_leaves_out_is_not_offered() {
    let page = Page::mount(|| {
        view! {
            <MagicLinks
                endpoint="/proxy"
                environments=vec![Environment::Sandbox]
                redirects=vec![RedirectTarget::Onboarding, RedirectTarget::Overview]
                on_navigate=|_| false
            />
        }
    });
    assert_eq!(page.all("[type=radio]").len(), 0);
    let offered: Vec<_> =
        page.all("button").iter().map(|button| button.get_attribute("data-redirect")).collect();
    assert_eq!(offered, [Some("onboarding".to_owned()), Some("overview".to_owned())]);
    page.answer_with(|_| respond(403, REFUSED));
    page.click("onboarding");
    page.settle().await;
    let body = page::promised(page.requests()[0].text()).await.unwrap().as_string().unwrap();
    assert_eq!(body, r#"{"environment":"sandbox","redirect":"onboarding"}"#);
}

#[wasm_bindgen_test]
async fn the_environment_at_first_is_the_hosts_choice_if_it_is_offered() {
    for (environment, expected) in [(Environment::Sandbox, "sandbox"), (Environment::Live, "live")]
    {
        let page = Page::mount(move || view! { <MagicLinks endpoint="/proxy" environment /> });
        assert_eq!(page.chosen_environment(), expected);
    }
}

#[wasm_bindgen_test]
async fn the_host_is_told_of_the_start_the_failure_and_the_choice() {
    let news: Arc<Mutex<Vec<String>>> = Arc::default();
    let page = {
        let news = news.clone();
        Page::mount(move || {
            let tell = move |what: String| news.lock().unwrap().push(what);
            let (started, failed, chosen, back) = (tell.clone(), tell.clone(), tell.clone(), tell);
            view! {
                <MagicLinks
                    endpoint="/proxy"
                    on_start=move |jump: Jump| {
                        started(format!("start {} {}", jump.environment, jump.redirect));
                    }
                    on_error=move |error: JumpError| {
                        failed(format!("{} {} {:?}", error.code, error.recoverable, error.retry_after));
                    }
                    on_environment_change=move |environment: Environment| {
                        chosen(environment.to_string());
                    }
                    on_return=move |()| back("return".into())
                />
            }
        })
    };
    page.answer_with(|_| respond(409, REFUSED));
    page.choose("sandbox");
    page.choose("sandbox");
    page.click("onboarding");
    until("the refusal is told", || !page.error().is_empty()).await;
    come_back(false);
    come_back(true);
    assert_eq!(
        *news.lock().unwrap(),
        ["sandbox", "start sandbox onboarding", "not_allowed false None", "return"]
    );
}

#[wasm_bindgen_test]
async fn a_host_can_bring_the_code_itself() {
    let jumps = Jumps::default();
    let page = Page::mount(jumps.widget_with(|jump: Jump, _| async move {
        match jump.redirect {
            RedirectTarget::Overview => Ok(Code::new("from-the-host".into()).unwrap()),
            _ => Err(RefusalCode::StepUpRequired.into()),
        }
    }));
    page.click("onboarding");
    until("the refusal is told", || page.error().contains("fresh sign-in")).await;
    page.click("overview");
    until("the window would leave", || jumps.count() == 1).await;
    assert_eq!(page.requests().len(), 0);
}

#[wasm_bindgen_test]
async fn two_widgets_on_a_page_do_not_share_a_choice() {
    let page = Page::mount(|| view! { {widget()} {widget()} });
    let radios = page.all("[type=radio][value=sandbox]");
    radios[0].click();
    page.settle().await;
    let chosen: Vec<_> =
        page.all(":checked").iter().map(|radio| radio.get_attribute("value")).collect();
    assert_eq!(chosen, [Some("sandbox".to_owned()), Some("live".to_owned())]);
}

#[derive(Clone, Default)]
struct Jumps(Arc<Mutex<Vec<Jump>>>);

impl Jumps {
    /// A widget that reports its jumps here and never leaves.
    fn widget(&self) -> impl FnOnce() -> AnyView + 'static {
        let on_navigate = self.remember();
        move || view! { <MagicLinks endpoint="/proxy" on_navigate /> }.into_any()
    }

    /// The same, with codes from the host.
    fn widget_with(
        &self,
        fetch_session: impl Into<FetchSession> + 'static,
    ) -> impl FnOnce() -> AnyView + 'static {
        let on_navigate = self.remember();
        move || view! { <MagicLinks fetch_session on_navigate /> }.into_any()
    }

    fn remember(&self) -> impl Fn(Jump) -> bool + Send + Sync + 'static {
        let jumps = self.0.clone();
        move |jump| {
            jumps.lock().unwrap().push(jump);
            false
        }
    }

    fn count(&self) -> usize {
        self.0.lock().unwrap().len()
    }

    fn last(&self) -> Jump {
        *self.0.lock().unwrap().last().unwrap()
    }
}
