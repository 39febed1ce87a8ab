use peer_jump::{ENVIRONMENTS, PAGES, open};
use sycamore::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

#[component]
fn MagicLinks() -> View {
    let environment = create_signal("live");
    let busy = create_signal(false);
    let error = create_signal("");

    let choice = move |(value, label): (&'static str, &'static str)| {
        view! {
            label {
                input(
                    r#type="radio",
                    name="environment",
                    prop:checked=environment.get() == value,
                    on:change=move |_| environment.set(value),
                )
                (label)
            }
        }
    };
    let button = move |(redirect, label): (&'static str, &'static str)| {
        let open = move |_| {
            busy.set(true);
            error.set("");
            spawn_local(async move {
                error.set(open(environment.get(), redirect).await);
                busy.set(false);
            });
        };
        view! {
            button(r#type="button", disabled=busy.get(), on:click=open) { (label) }
        }
    };
    let choices: Vec<View> = ENVIRONMENTS.into_iter().map(choice).collect();
    let buttons: Vec<View> = PAGES.into_iter().map(button).collect();
    view! {
        (choices)
        (buttons)
        p(role="alert") { (error.get()) }
    }
}

fn main() {
    sycamore::render_to(MagicLinks, peer_jump::main().unchecked_ref());
}
