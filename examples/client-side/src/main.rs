//! A payments page with the widget in it, rendered in the browser.

use leptos::prelude::*;
use paddle_magic_links::{Dashboard, Environment, Jump, JumpError, MagicLinks, RedirectTarget};

fn main() {
    mount_to_body(Payments);
}

/// Paddle's, or a stand-in's that was named when this was compiled.
fn dashboard() -> Dashboard {
    match option_env!("DASHBOARD_SANDBOX") {
        Some(origin) => Dashboard::PADDLE.with_origin(Environment::Sandbox, origin).unwrap(),
        None => Dashboard::PADDLE,
    }
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
                sign_in="/sign-in"
                dashboard=dashboard()
                redirects=vec![RedirectTarget::Onboarding.into(), RedirectTarget::PayoutSettings.into()]
                on_start=move |jump: Jump| set_last.set(jump.redirect.to_string())
                on_error=move |error: JumpError| set_last.set(error.code.to_string())
            />
            <p id="last">"Last: " {last}</p>
        </main>
    }
}
