//! The payments page: rendered by the server, brought to life in the browser.

use leptos::prelude::*;
use leptos_router::{
    components::{Route, Router, Routes},
    path,
};
use paddle_magic_links::{Dashboard, Environment, Jump, JumpError, MagicLinks};

#[component]
pub fn App() -> impl IntoView {
    view! {
        <Router>
            <Routes fallback=|| "There is no such page.">
                <Route path=path!("") view=Payments />
            </Routes>
        </Router>
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
                dashboard=dashboard()
                on_start=move |jump: Jump| set_last.set(jump.redirect.to_string())
                on_error=move |error: JumpError| set_last.set(error.code.to_string())
            />
            <p id="last">"Last: " {last}</p>
        </main>
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
                <title>"Payments, rendered by the server"</title>
                <link rel="icon" href="data:," />
                <link rel="stylesheet" href="/magic-links.css" />
                <HydrationScripts options />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// Called by the document's script once the wasm is there.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_body(App);
}
