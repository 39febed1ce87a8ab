//! What the widget offers.

use crate::{
    REFUSED,
    page::{Page, body, has_focus, name, respond, until},
    widget,
};
use leptos::prelude::*;
use paddle_magic_links::{
    Environment, LiveOnly, MagicLinks, Redirect, RedirectTarget, Strings, Theme,
};
use wasm_bindgen_test::wasm_bindgen_test;

fn hint_of(page: &Page, redirect: &str) -> String {
    page.all(&format!("[data-redirect={redirect}] .pml-hint"))[0].inner_text()
}

#[wasm_bindgen_test]
async fn by_default_everything_is_offered_and_nothing_requested() {
    let page = Page::mount(widget);
    assert_eq!(page.all("[type=radio]").len(), 2);
    assert_eq!(page.chosen_environment(), "live");
    assert_eq!(page.text("legend"), "Paddle environment");
    for (redirect, label, hint) in [
        ("overview", "Overview", "The home page of your Paddle dashboard"),
        ("payout_settings", "Payout settings", "How and where Paddle pays you"),
        ("retain_settings", "Retain", "Failed payments and cancellations"),
        ("onboarding", "Onboarding", "Verification and documents"),
    ] {
        let button = page.button(redirect);
        assert_eq!(name(&button), format!("{label} {hint} Paddle live"));
    }
    // Ids from a server begin with `pml-server-`.
    assert!(page.all("[id]").iter().all(|found| !found.id().starts_with("pml-server")));
    assert_eq!((page.status(), page.error()), (String::new(), String::new()));
    assert_eq!(page.requests().len(), 0);
}

#[wasm_bindgen_test]
async fn only_listed_environments_and_targets_are_offered() {
    let page = Page::mount(|| {
        view! {
            <MagicLinks
                endpoint="/proxy"
                environments=vec![Environment::Sandbox]
                redirects=vec![RedirectTarget::Onboarding.into(), RedirectTarget::Overview.into()]
                on_navigate=|_| false
            />
        }
    });
    assert_eq!(page.all("[type=radio]").len(), 0);
    assert_eq!(page.offered(), ["onboarding", "overview"]);
    page.respond_with(|_| respond(403, REFUSED));
    page.click("onboarding");
    page.settle().await;
    assert_eq!(
        body(&page.requests()[0]).await,
        r#"{"environment":"sandbox","redirect":"onboarding"}"#
    );
}

#[wasm_bindgen_test]
async fn a_prop_sets_the_initial_environment() {
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

#[wasm_bindgen_test]
async fn a_buttons_name_has_its_target_and_environment() {
    let page = Page::mount(widget);
    page.choose("sandbox");
    page.settle().await;
    let name = name(&page.button("overview"));
    assert_eq!(name, "Overview The home page of your Paddle dashboard Paddle sandbox");
}

#[wasm_bindgen_test]
async fn live_only_targets_say_so_in_the_sandbox() {
    let page = Page::mount(widget);
    page.choose("sandbox");
    page.settle().await;
    for (redirect, hint) in [
        ("overview", "The home page of your Paddle dashboard"),
        ("payout_settings", "Only takes effect in live"),
        ("retain_settings", "Failed payments and cancellations"),
        ("onboarding", "Only takes effect in live"),
    ] {
        assert_eq!(hint_of(&page, redirect), hint);
    }
    page.choose("live");
    page.settle().await;
    assert_eq!(hint_of(&page, "onboarding"), "Verification and documents");
}

#[wasm_bindgen_test]
async fn live_only_targets_can_be_locked_or_hidden_in_the_sandbox() {
    for (live_only, shown) in [(LiveOnly::Hint, 4), (LiveOnly::Disable, 4), (LiveOnly::Hide, 2)] {
        let page = Page::mount(move || {
            view! { <MagicLinks endpoint="/proxy" live_only on_navigate=|_| false /> }
        });
        page.respond_with(|_| respond(403, REFUSED));
        let visible =
            || page.all("button").iter().filter(|button| button.offset_height() > 0).count();
        assert_eq!(visible(), 4);
        page.choose("sandbox");
        page.settle().await;
        assert_eq!(visible(), shown);
        let locked = page.button("onboarding").has_attribute("aria-disabled");
        assert_eq!(locked, live_only != LiveOnly::Hint);
        if locked {
            // A script cannot click it either, even where it is hidden.
            page.click("onboarding");
            page.settle().await;
            assert_eq!(page.requests().len(), 0);
        }
        page.choose("live");
        page.settle().await;
        page.click("onboarding");
        page.settle().await;
        assert_eq!(page.requests().len(), 1);
    }
}

#[wasm_bindgen_test]
async fn a_redirect_can_have_a_badge_a_hint_and_a_reason() {
    let page = Page::mount(|| {
        let redirects = vec![
            Redirect::new(RedirectTarget::Onboarding).primary().badge("2 documents missing"),
            Redirect::new(RedirectTarget::PayoutSettings)
                .disabled("Only the owner can change these"),
            Redirect::new(RedirectTarget::Overview).hint("Everything else"),
        ];
        view! { <MagicLinks endpoint="/proxy" redirects on_navigate=|_| false /> }
    });
    let onboarding = page.button("onboarding");
    assert!(onboarding.class_list().contains("pml-primary"));
    assert_eq!(
        name(&onboarding),
        "Onboarding 2 documents missing Verification and documents Paddle live"
    );
    assert_eq!(hint_of(&page, "overview"), "Everything else");
    let locked = page.button("payout_settings");
    assert_eq!(hint_of(&page, "payout_settings"), "Only the owner can change these");
    assert_eq!(locked.get_attribute("aria-disabled").as_deref(), Some("true"));
    locked.focus().unwrap();
    assert!(has_focus(&locked), "the reason is found with the keyboard as well");
    locked.click();
    page.settle().await;
    assert_eq!(page.requests().len(), 0);
}

#[wasm_bindgen_test]
async fn the_strings_set_the_texts_and_the_lang_attribute() {
    let page = Page::mount(|| {
        let strings = Strings { live: "Echtbetrieb".into(), ..Strings::GERMAN };
        view! { <MagicLinks endpoint="/proxy" strings on_navigate=|_| false /> }
    });
    assert_eq!(page.all(".pml-root")[0].lang(), "de");
    assert_eq!(page.text("legend"), "Paddle-Umgebung");
    assert_eq!(page.text("label:last-of-type"), "Echtbetrieb");
    page.respond_with(|_| respond(403, REFUSED));
    page.click("payout_settings");
    until("the refusal is told", || !page.error().is_empty()).await;
    assert!(page.error().starts_with("Sie sind nicht berechtigt, Paddle zu öffnen."));
}

#[wasm_bindgen_test]
async fn the_theme_follows_the_page_unless_it_is_set() {
    let scheme = |page: &Page| {
        let root = &page.all(".pml-root")[0];
        let style = window().get_computed_style(root).unwrap().unwrap();
        style.get_property_value("color-scheme").unwrap()
    };
    let page = Page::mount(widget);
    assert_eq!(scheme(&page), "normal");
    for (theme, expected) in
        [(Theme::Light, "light"), (Theme::Dark, "dark"), (Theme::Auto, "light dark")]
    {
        let page = Page::mount(move || view! { <MagicLinks endpoint="/proxy" theme /> });
        assert_eq!(scheme(&page), expected);
    }
}
