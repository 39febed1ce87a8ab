//! The payments page: HTML from the server, in which the widget alone comes alive.

use leptos::prelude::*;
use paddle_magic_links::{Dashboard, Environment, Jump, MagicLinks, Redirect, RedirectTarget};

/// The page, of which nothing is in the wasm.
#[component]
pub fn Payments() -> impl IntoView {
    // What the server knows of the seller.
    let documents_missing = 3;
    view! {
        <main>
            <h1>"Payments"</h1>
            <PaddleLinks documents_missing />
        </main>
    }
}

/// The island. What the server gives it goes over the wire, so it is of types that serde knows; what
/// is made of it, such as callbacks and signals, is made in here.
#[island]
fn PaddleLinks(documents_missing: u32) -> impl IntoView {
    let (missing, set_missing) = signal(documents_missing);
    let (last, set_last) = signal(String::from("nothing yet"));
    let redirects = move || {
        let onboarding = Redirect::new(RedirectTarget::Onboarding);
        let onboarding = match missing.get() {
            0 => onboarding,
            missing => onboarding.badge(format!("{missing} documents missing")),
        };
        vec![onboarding, RedirectTarget::PayoutSettings.into()]
    };
    view! {
        <MagicLinks
            endpoint="/api/paddle/magic-sessions"
            environment=Environment::Sandbox
            dashboard=dashboard()
            redirects
            on_start=move |jump: Jump| set_last.set(jump.redirect.to_string())
        />
        <button id="sent" on:click=move |_| set_missing.update(|missing| *missing = missing.saturating_sub(1))>
            "I have sent one"
        </button>
        <p id="last">"Last: " {last}</p>
    }
}

/// Paddle's, or a stand-in's that was named when this was compiled.
fn dashboard() -> Dashboard {
    match option_env!("DASHBOARD_SANDBOX") {
        Some(origin) => Dashboard::PADDLE.with_origin(Environment::Sandbox, origin).unwrap(),
        None => Dashboard::PADDLE,
    }
}

/// The document around it.
#[cfg(feature = "ssr")]
pub fn document(options: LeptosOptions) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <title>"Payments, with an island"</title>
                <link rel="icon" href="data:," />
                <link rel="stylesheet" href="/magic-links.css" />
                <HydrationScripts options islands=true />
            </head>
            <body>
                <Payments />
            </body>
        </html>
    }
}

/// Called by the document's script once the wasm is there.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
