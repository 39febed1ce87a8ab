//! The demo page: puts the widget into the marketplace's payments page (`index.html`), and brings
//! the developer panel below it to life.

use gloo_net::http::Request;
use leptos::{mount::mount_to, prelude::*};
use paddle_magic_links::{Dashboard, Environment, MagicLinks, Strings};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
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
            let look = look().await;
            let words = get(&look, "words").unwrap_or_default();
            let strings = Strings::translated(|text| get(&words, text)?.as_string());
            let compact = get(&look, "compact").is_some_and(|compact| compact.is_truthy());
            place.set_text_content(None);
            let widget = move || {
                view! {
                    <MagicLinks endpoint="/api/paddle/magic-sessions" dashboard strings compact />
                }
            };
            mount_to(place, widget).forget();
        }
        if let Some(backend) = backend {
            init_panel(&backend);
        }
    });
}

fn init_panel(backend: &JsValue) {
    // What the page says of itself without a stand-in; `index.html` has beside it what is true with one.
    let hide = |id| {
        if let Some(place) = element(id) {
            let _ = place.set_attribute("hidden", "");
        }
    };
    hide("backend");
    for environment in Environment::ALL {
        if stand_in(backend, environment).is_some() {
            hide(environment.as_str());
        }
    }
    let Some(menu) = element("fault") else { return };
    let menu: HtmlSelectElement = menu.unchecked_into();
    let current = get(backend, "fault").and_then(|word| word.as_string());
    menu.set_value(&current.unwrap_or_default());
    let chosen = menu.clone();
    let choose = Closure::<dyn Fn()>::new(move || choose_fault(chosen.value()));
    menu.set_onchange(Some(choose.as_ref().unchecked_ref()));
    choose.forget();
}

/// What `style/demo.js` says of the language and the form.
async fn look() -> JsValue {
    let look = get(&window(), "look").unwrap_or_default();
    JsFuture::from(js_sys::Promise::resolve(&look)).await.unwrap_or_default()
}

/// What the page runs on; `None` where it is served without the demo's backend.
async fn load_backend() -> Option<JsValue> {
    let response = Request::get(BACKEND).send().await.ok()?.text().await.ok()?;
    js_sys::JSON::parse(&response).ok()
}

/// The origin of the stand-in, where an environment runs on it.
fn stand_in(backend: &JsValue, environment: Environment) -> Option<String> {
    get(&get(backend, "stand_in")?, environment.as_str())?.as_string()
}

fn choose_fault(word: String) {
    wasm_bindgen_futures::spawn_local(async move {
        if let Ok(request) = Request::post(BACKEND).body(word) {
            // Nothing waits for the response: the next click comes after it.
            let _ = request.send().await;
        }
    });
}

fn element(id: &str) -> Option<HtmlElement> {
    Some(document().get_element_by_id(id)?.unchecked_into())
}

fn get(object: &JsValue, key: &str) -> Option<JsValue> {
    if !object.is_object() {
        return None;
    }
    js_sys::Reflect::get(object, &key.into()).ok()
}
