//! The demo page: puts the widget into the marketplace's payments page (`index.html`), and brings
//! the developer panel below it to life.

use gloo_net::http::Request;
use leptos::{mount::mount_to, prelude::*};
use paddle_magic_links::{Dashboard, Environment, MagicLinks};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{HtmlElement, HtmlSelectElement};

/// What the panel talks to, see `crates/demo`.
const BACKEND: &str = "/api/demo";

fn main() {
    wasm_bindgen_futures::spawn_local(async {
        let backend = load_backend().await;
        let mut dashboard = Dashboard::default();
        for environment in Environment::ALL {
            let origin = backend.as_ref().and_then(|backend| stand_in(backend, environment));
            if let Some(origin) = origin {
                dashboard =
                    dashboard.clone().with_origin(environment, &origin).unwrap_or(dashboard);
            }
        }
        if let Some(place) = element("magic-links") {
            place.set_text_content(None);
            let widget =
                || view! { <MagicLinks endpoint="/api/paddle/magic-sessions" dashboard /> };
            mount_to(place, widget).forget();
        }
        if let Some(backend) = backend {
            bring_panel_to_life(&backend);
        }
    });
}

fn bring_panel_to_life(backend: &JsValue) {
    let say = |id, text| {
        if let Some(place) = element(id) {
            place.set_text_content(Some(text));
        }
    };
    say(
        "backend",
        "Where this page has no key of a seller, a stand-in takes Paddle’s place. Like Paddle, it \
         lets a seller in once for each code, and only from a domain that it knows.",
    );
    for environment in Environment::ALL {
        if stand_in(backend, environment).is_some() {
            say(
                environment.as_str(),
                "runs on the stand-in. To open Paddle itself, start the demo with",
            );
        }
    }
    let Some(menu) = element("trouble") else { return };
    let menu: HtmlSelectElement = menu.unchecked_into();
    let current = get(backend, "trouble").and_then(|word| word.as_string());
    menu.set_value(&current.unwrap_or_default());
    let chosen = menu.clone();
    let choose = Closure::<dyn Fn()>::new(move || choose_trouble(chosen.value()));
    menu.set_onchange(Some(choose.as_ref().unchecked_ref()));
    choose.forget();
}

/// What the page runs on; `None` where it is served without the demo's backend.
async fn load_backend() -> Option<JsValue> {
    let answer = Request::get(BACKEND).send().await.ok()?.text().await.ok()?;
    js_sys::JSON::parse(&answer).ok()
}

/// The origin of the stand-in, where an environment runs on it.
fn stand_in(backend: &JsValue, environment: Environment) -> Option<String> {
    get(&get(backend, "stand_in")?, environment.as_str())?.as_string()
}

fn choose_trouble(word: String) {
    wasm_bindgen_futures::spawn_local(async move {
        if let Ok(request) = Request::post(BACKEND).body(word) {
            // Nothing waits for the answer: the next click comes after it.
            let _ = request.send().await;
        }
    });
}

fn element(id: &str) -> Option<HtmlElement> {
    Some(document().get_element_by_id(id)?.unchecked_into())
}

fn get(object: &JsValue, key: &str) -> Option<JsValue> {
    js_sys::Reflect::get(object, &key.into()).ok()
}
