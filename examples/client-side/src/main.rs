//! A payments page with the widget in it, rendered in the browser.

use leptos::prelude::*;
use paddle_magic_links::{Environment, Jump, JumpError, MagicLinks, RedirectTarget};

fn main() {
    mount_to_body(Payments);
}

#[component]
fn Payments() -> impl IntoView {
    let (last, set_last) = signal(String::from("nothing yet"));
    view! {
        <main>
            <h1>"Payments"</h1>
            <MagicLinks
                endpoint="/api/paddle/magic-sessions"
                environment=Environment::Sandbox
                redirects=vec![RedirectTarget::Onboarding.into(), RedirectTarget::PayoutSettings.into()]
                on_start=move |jump: Jump| set_last.set(jump.redirect.to_string())
                on_error=move |error: JumpError| set_last.set(error.code.to_string())
            />
            <p id="last">"Last: " {last}</p>
        </main>
    }
}
