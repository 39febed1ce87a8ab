use peer_jump::{ENVIRONMENTS, PAGES, open};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

#[component]
fn MagicLinks() -> Html {
    let environment = use_state(|| "live");
    let busy = use_state(|| false);
    let error = use_state(|| "");

    let choices = ENVIRONMENTS.map(|(value, label)| {
        let chosen = environment.clone();
        html! {
            <label key={value}>
                <input
                    type="radio"
                    name="environment"
                    checked={*environment == value}
                    onchange={move |_: Event| chosen.set(value)}
                />
                {label}
            </label>
        }
    });
    let buttons = PAGES.map(|(redirect, label)| {
        let (environment, busy, error) = (environment.clone(), busy.clone(), error.clone());
        let is_busy = *busy;
        let onclick = move |_: MouseEvent| {
            let (environment, busy, error) = (*environment, busy.clone(), error.clone());
            busy.set(true);
            error.set("");
            spawn_local(async move {
                error.set(open(environment, redirect).await);
                busy.set(false);
            });
        };
        html! { <button key={redirect} type="button" disabled={is_busy} {onclick}>{label}</button> }
    });
    html! {
        <>
            {for choices}
            {for buttons}
            <p role="alert">{*error}</p>
        </>
    }
}

fn main() {
    yew::Renderer::<MagicLinks>::with_root(peer_jump::main()).render();
}
