//! The callbacks, and codes that the page provides.

use crate::{
    REFUSED, SESSION,
    jumps::Jumps,
    page::{AnchorClicks, Page, come_back, leave, respond, until},
};
use leptos::prelude::*;
use paddle_magic_links::{
    Code, Environment, FetchError, Jump, JumpError, MagicLinks, OpenIn, RedirectTarget, Refusal,
    RefusalCode,
};
use std::sync::{Arc, Mutex};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn declining_the_navigation_leaves_the_widget_idle() {
    let jumps = Jumps::default();
    let page = Page::mount(jumps.widget());
    page.respond_with(|_| respond(201, SESSION));
    page.click("retain_settings");
    until("the host is asked", || jumps.count() == 1).await;
    page.settle().await;
    assert_eq!(
        jumps.last(),
        Jump {
            environment: Environment::Live,
            redirect: RedirectTarget::RetainSettings,
            open_in: OpenIn::SameTab,
        }
    );
    assert_eq!((page.status(), page.error()), (String::new(), String::new()));
    assert!(!page.button("retain_settings").has_attribute("aria-disabled"));
}

#[wasm_bindgen_test]
async fn callbacks_report_starts_failures_choices_and_returns() {
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
    page.respond_with(|_| respond(409, REFUSED));
    page.choose("sandbox");
    page.choose("sandbox");
    page.click("onboarding");
    until("the refusal is told", || !page.error().is_empty()).await;
    // No jump was made, so this is not a return from Paddle.
    leave();
    come_back(true);
    page.settle().await;
    let expected = ["sandbox", "start sandbox onboarding", "not_allowed false None"];
    assert_eq!(*news.lock().unwrap(), expected);
    let _anchors = AnchorClicks::catch();
    page.respond_with(|_| respond(201, SESSION));
    page.click("onboarding");
    until("the window would leave", || page.status().contains("Opening")).await;
    page.settle().await;
    leave();
    come_back(true);
    page.settle().await;
    assert_eq!(news.lock().unwrap()[3..], ["start sandbox onboarding", "return"]);
    assert_eq!((page.status(), page.error()), (String::new(), String::new()));
}

#[wasm_bindgen_test]
async fn fetch_session_can_provide_the_code() {
    let jumps = Jumps::default();
    let page = Page::mount(jumps.widget_with(|jump: Jump, _| async move {
        match jump.redirect {
            RedirectTarget::Overview => Ok(Code::new("from-the-host".into()).unwrap()),
            _ => Err(RefusalCode::StepUpRequired.into()),
        }
    }));
    page.click("onboarding");
    until("the refusal is told", || page.error().contains("Confirm that it's you")).await;
    page.click("overview");
    until("the window would leave", || jumps.count() == 1).await;
    assert_eq!(page.requests().len(), 0);
}

#[wasm_bindgen_test]
async fn every_fetch_error_has_its_own_message() {
    let busy = Refusal { retry_after: Some(30), ..RefusalCode::UpstreamBusy.into() };
    for (error, code, words) in [
        (busy.into(), "upstream_busy", "Paddle is busy right now."),
        (FetchError::Unreachable, "unreachable", "This site couldn't be reached."),
        (FetchError::TimedOut, "timed_out", "That took too long."),
        (FetchError::InvalidResponse, "invalid_response", "a response that couldn't be read"),
        (
            FetchError::EnvironmentMismatch,
            "environment_mismatch",
            "responded for the wrong Paddle environment",
        ),
    ] {
        let told: Arc<Mutex<Vec<&str>>> = Arc::default();
        let page = {
            let told = told.clone();
            Page::mount(move || {
                let fetch_session = move |_, _| {
                    let error = error.clone();
                    async { Err(error) }
                };
                let on_error = move |error: JumpError| told.lock().unwrap().push(error.code);
                view! { <MagicLinks fetch_session on_error /> }
            })
        };
        page.click("overview");
        until("the failure is told", || page.error().contains(words)).await;
        page.settle().await;
        assert_eq!(*told.lock().unwrap(), [code]);
    }
}
