use dioxus::prelude::*;
use peer_jump::{ENVIRONMENTS, PAGES, open};

#[component]
fn MagicLinks() -> Element {
    let mut environment = use_signal(|| "live");
    let mut busy = use_signal(|| false);
    let mut error = use_signal(|| "");

    rsx! {
        for (value, label) in ENVIRONMENTS {
            label {
                input {
                    r#type: "radio",
                    name: "environment",
                    checked: environment() == value,
                    onchange: move |_| environment.set(value),
                }
                {label}
            }
        }
        for (redirect, label) in PAGES {
            button {
                r#type: "button",
                disabled: busy(),
                onclick: move |_| async move {
                    busy.set(true);
                    error.set("");
                    error.set(open(environment(), redirect).await);
                    busy.set(false);
                },
                {label}
            }
        }
        p { role: "alert", {error} }
    }
}

fn main() {
    dioxus::launch(MagicLinks);
}
