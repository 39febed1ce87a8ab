use leptos::prelude::*;
use paddle_magic_links::{MagicLinks, Redirect, RedirectTarget};

// See "Leptos" in the documentation for `fetch`, an async function of yours.
#[component]
fn Payments() -> impl IntoView {
    view! {
        <MagicLinks
            fetch_session=fetch
            redirects=vec![
                Redirect::new(RedirectTarget::Onboarding),
                Redirect::new(RedirectTarget::Overview),
            ]
        />
    }
}
