//! What the widget offers.

use crate::{
    REFUSED,
    page::{Page, promised, referred, respond},
    widget,
};
use leptos::prelude::*;
use paddle_magic_links::{Environment, MagicLinks, RedirectTarget};
use wasm_bindgen_test::wasm_bindgen_test;

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
    // Those that a server gives begin with `pml-server-`.
    assert!(page.all("[id]").iter().all(|found| !found.id().starts_with("pml-server")));
    assert_eq!((page.status(), page.error()), (String::new(), String::new()));
    assert_eq!(page.requests().len(), 0);
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
    let body = promised(page.requests()[0].text()).await.unwrap().as_string().unwrap();
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
async fn two_widgets_on_a_page_do_not_share_a_choice() {
    let page = Page::mount(|| view! { {widget()} {widget()} });
    let radios = page.all("[type=radio][value=sandbox]");
    radios[0].click();
    page.settle().await;
    let chosen: Vec<_> =
        page.all(":checked").iter().map(|radio| radio.get_attribute("value")).collect();
    assert_eq!(chosen, [Some("sandbox".to_owned()), Some("live".to_owned())]);
}
