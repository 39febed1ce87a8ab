//! Props that the app changes while the widget is shown.

use crate::{
    REFUSED, SESSION,
    jumps::Jumps,
    page::{Page, has_focus, name, respond, until},
};
use leptos::prelude::*;
use paddle_magic_links::{MagicLinks, Redirect, RedirectTarget, Strings};
use wasm_bindgen_test::wasm_bindgen_test;

const ONBOARDING: RedirectTarget = RedirectTarget::Onboarding;

type Redirects = ArcRwSignal<Vec<Redirect>>;

fn offering(redirects: Vec<Redirect>) -> Redirects {
    ArcRwSignal::new(redirects)
}

fn mount(redirects: &Redirects, jumps: &Jumps) -> Page {
    let (redirects, on_navigate) = (redirects.clone(), jumps.remember());
    Page::mount(move || view! { <MagicLinks endpoint="/proxy" redirects on_navigate /> })
}

#[wasm_bindgen_test]
async fn a_new_badge_keeps_the_focus_and_a_jump_under_way() {
    let (redirects, jumps) = (offering(Redirect::all()), Jumps::default());
    let page = mount(&redirects, &jumps);
    let held = page.hold();
    let pressed = page.button("onboarding");
    pressed.focus().unwrap();
    page.click("onboarding");
    page.settle().await;
    redirects.update(|redirects| {
        let last = redirects.pop().unwrap();
        redirects.push(last.badge("2 documents missing").hint("Two to go").primary());
    });
    page.settle().await;
    assert_eq!(page.button("onboarding"), pressed);
    assert!(has_focus(&pressed));
    assert!(pressed.class_list().contains("pml-primary"));
    assert_eq!(name(&pressed), "Onboarding 2 documents missing Two to go Paddle live");
    assert_eq!(pressed.get_attribute("aria-busy").as_deref(), Some("true"));
    assert_eq!(page.status(), "Opening Onboarding in Paddle live…");
    held.respond(201, SESSION);
    until("the window would leave", || jumps.count() == 1).await;
}

#[wasm_bindgen_test]
async fn a_new_badge_keeps_the_message() {
    let redirects = offering(Redirect::all());
    let page = mount(&redirects, &Jumps::default());
    page.respond_with(|_| respond(403, REFUSED));
    page.click("overview");
    until("the refusal is told", || !page.error().is_empty()).await;
    let message = page.all("[role=alert]")[0].first_child().unwrap();
    redirects.set(vec![Redirect::new(ONBOARDING).badge("2"), RedirectTarget::Overview.into()]);
    page.settle().await;
    assert_eq!(page.text(".pml-badge"), "2");
    assert!(page.error().starts_with("You don't have permission"));
    // Screen readers would announce another node again.
    assert_eq!(page.all("[role=alert]")[0].first_child(), Some(message));
}

#[wasm_bindgen_test]
async fn only_a_jump_to_a_target_no_longer_offered_is_cancelled() {
    let to = || Redirect::new(ONBOARDING);
    let overview = || Redirect::new(RedirectTarget::Overview);
    for (left, cancelled) in [
        (vec![overview(), to()], false),
        (vec![to()], false),
        (vec![overview()], true),
        (vec![overview(), to().disabled("Only the owner")], true),
        (vec![], true),
    ] {
        let (redirects, jumps) = (offering(Redirect::all()), Jumps::default());
        let page = mount(&redirects, &jumps);
        let held = page.hold();
        page.click("onboarding");
        page.settle().await;
        redirects.set(left);
        page.settle().await;
        assert_eq!(page.requests()[0].signal().aborted(), cancelled);
        assert_eq!(page.status().is_empty(), cancelled);
        held.respond(201, SESSION);
        if cancelled {
            page.settle().await;
            assert_eq!(jumps.count(), 0);
        } else {
            until("the window would leave", || jumps.count() == 1).await;
        }
        assert_eq!(page.error(), "");
    }
}

#[wasm_bindgen_test]
async fn targets_follow_the_current_order_without_duplicates() {
    let redirects = offering(Redirect::all());
    let page = mount(&redirects, &Jumps::default());
    let listed = [ONBOARDING, RedirectTarget::Overview, ONBOARDING];
    redirects.set(listed.map(Redirect::new).to_vec());
    page.settle().await;
    assert_eq!(page.offered(), ["onboarding", "overview"]);
}

#[wasm_bindgen_test]
async fn a_target_can_be_locked_and_unlocked() {
    let redirects = offering(vec![ONBOARDING.into()]);
    let page = mount(&redirects, &Jumps::default());
    page.respond_with(|_| respond(403, REFUSED));
    redirects.set(vec![Redirect::new(ONBOARDING).disabled("Only the owner")]);
    page.settle().await;
    assert_eq!(page.text(".pml-reason"), "Only the owner");
    page.click("onboarding");
    page.settle().await;
    assert_eq!(page.requests().len(), 0);
    redirects.set(vec![ONBOARDING.into()]);
    page.settle().await;
    assert!(!page.button("onboarding").has_attribute("aria-disabled"));
    page.click("onboarding");
    page.settle().await;
    assert_eq!(page.requests().len(), 1);
}

#[wasm_bindgen_test]
async fn headers_are_read_at_the_click() {
    let token = ArcRwSignal::new("first");
    let page = {
        let token = token.clone();
        Page::mount(move || {
            let headers = move || vec![("x-csrf-token".to_owned(), token.get().to_owned())];
            view! { <MagicLinks endpoint="/proxy" headers on_navigate=|_| false /> }
        })
    };
    page.respond_with(|_| respond(201, SESSION));
    page.click("overview");
    page.settle().await;
    until("the first jump is over", || page.status().is_empty()).await;
    token.set("second");
    page.click("overview");
    page.settle().await;
    let sent = |request: &web_sys::Request| request.headers().get("x-csrf-token").unwrap().unwrap();
    assert_eq!(page.requests().iter().map(sent).collect::<Vec<_>>(), ["first", "second"]);
}

#[wasm_bindgen_test]
async fn a_new_language_also_translates_a_shown_message() {
    let strings = ArcRwSignal::new(Strings::ENGLISH);
    let page = {
        let strings = strings.clone();
        Page::mount(move || {
            view! { <MagicLinks endpoint="/proxy" strings on_navigate=|_| false /> }
        })
    };
    page.respond_with(|_| respond(403, REFUSED));
    let pressed = page.button("payout_settings");
    pressed.focus().unwrap();
    page.click("payout_settings");
    until("the refusal is told", || !page.error().is_empty()).await;
    strings.set(Strings::GERMAN);
    page.settle().await;
    assert_eq!(page.all(".pml-root")[0].lang(), "de");
    let list = page.all(".pml-root")[0].get_attribute("aria-label");
    assert_eq!(list.as_deref(), Some("In Paddle öffnen"));
    assert_eq!(page.text("legend"), "Paddle-Umgebung");
    assert_eq!(page.text("label:last-of-type"), "Live");
    assert_eq!(
        name(&pressed),
        format!(
            "{} {} {}",
            Strings::GERMAN.payout_settings,
            Strings::GERMAN.payout_settings_hint,
            Strings::GERMAN.paddle_live
        )
    );
    assert!(page.error().starts_with("Sie sind nicht berechtigt, Paddle zu öffnen."));
    assert!(has_focus(&pressed));
}

#[wasm_bindgen_test]
async fn disabling_blocks_clicks_but_not_a_jump_under_way() {
    let (disabled, jumps) = (ArcRwSignal::new(false), Jumps::default());
    let page = {
        let (disabled, on_navigate) = (disabled.clone(), jumps.remember());
        Page::mount(move || view! { <MagicLinks endpoint="/proxy" disabled on_navigate /> })
    };
    let held = page.hold();
    page.click("onboarding");
    page.settle().await;
    disabled.set(true);
    page.settle().await;
    assert_eq!(page.all("button:disabled, input:disabled").len(), 6);
    held.respond(201, SESSION);
    until("the window would leave", || jumps.count() == 1).await;
    page.click("onboarding");
    page.choose("sandbox");
    page.settle().await;
    assert_eq!((page.requests().len(), page.chosen_environment().as_str()), (1, "live"));
    disabled.set(false);
    page.settle().await;
    assert_eq!(page.all(":disabled").len(), 0);
    page.click("onboarding");
    page.settle().await;
    assert_eq!(page.requests().len(), 2);
}
