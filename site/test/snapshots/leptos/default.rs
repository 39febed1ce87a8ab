use leptos::prelude::*;
use paddle_magic_links::MagicLinks;

#[component]
fn Payments() -> impl IntoView {
    view! {
        <MagicLinks endpoint="/api/paddle/magic-sessions" />
    }
}
