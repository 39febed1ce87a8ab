use leptos::prelude::*;
use paddle_magic_links::{Dashboard, Environment, LiveOnly, MagicLinks, OpenIn, Redirect, RedirectTarget, RequestCredentials, Strings, Theme};

#[component]
fn Payments() -> impl IntoView {
    view! {
        <div dir="rtl" class="theme-violet" style="--pml-accent: #0b57d0; --pml-on-accent: #ffffff; --pml-radius: 0">
        <MagicLinks
            endpoint="/api/paddle/magic-sessions"
            environments=vec![Environment::Live, Environment::Sandbox]
            environment=Environment::Sandbox
            live_only=LiveOnly::Disable
            theme=Theme::Dark
            compact=true
            open_in=OpenIn::NewTab
            disabled=true
            sign_in="/login?a=1&next={return}"
            timeout=std::time::Duration::from_secs(20)
            credentials=RequestCredentials::Include
            redirects=vec![
                Redirect::new(RedirectTarget::Onboarding).primary().badge("2 documents missing").hint("It's due"),
                Redirect::new(RedirectTarget::PayoutSettings).disabled("Only the owner"),
                Redirect::new(RedirectTarget::Overview),
            ]
            strings=Strings { payout_settings: "Your \"money\"".into(), ..Strings::ARABIC }
            headers=vec![("x-tenant".to_string(), "7".to_string()), ("x-csrf-token".to_string(), your_csrf_token())]
            dashboard=Dashboard::default().with_origin(Environment::Live, "http://127.0.0.1:4011").expect("an origin")
        />
        </div>
    }
}
