//! A click on one of the widgets in Rust.

use gloo_net::http::Request;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsCast;

pub const PAGES: [(&str, &str); 4] = [
    ("overview", "Overview"),
    ("payout_settings", "Payout settings"),
    ("retain_settings", "Retain"),
    ("onboarding", "Onboarding"),
];

pub const ENVIRONMENTS: [(&str, &str); 2] = [("sandbox", "Sandbox"), ("live", "Live")];

#[derive(Serialize)]
struct Ask<'a> {
    environment: &'a str,
    redirect: &'a str,
}

#[derive(Deserialize)]
struct Answer {
    data: Session,
}

#[derive(Deserialize)]
struct Session {
    code: String,
}

/// The element that the widget is put into.
///
/// # Panics
/// If the page has none.
pub fn main() -> web_sys::Element {
    let document = web_sys::window().and_then(|window| window.document());
    document.and_then(|document| document.get_element_by_id("main")).expect("the page has #main")
}

/// Opens the page of the dashboard; what it returns is what the alert then says.
pub async fn open(environment: &str, redirect: &str) -> &'static str {
    match code(environment, redirect).await {
        Ok(code) if leave(&code, redirect).is_some() => "",
        _ => "Paddle could not be opened.",
    }
}

async fn code(environment: &str, redirect: &str) -> Result<String, gloo_net::Error> {
    let request = Request::post("/api/paddle/magic-sessions").json(&Ask { environment, redirect })?;
    let answer: Answer = request.send().await?.json().await?;
    Ok(answer.data.code)
}

fn leave(code: &str, redirect: &str) -> Option<()> {
    let window = web_sys::window()?;
    let html: web_sys::HtmlElement = window.document()?.document_element()?.dyn_into().ok()?;
    let dashboard = html.dataset().get("dashboard")?;
    let link = format!("{dashboard}/magic-sessions/login?code={code}&redirect={redirect}");
    window.location().assign(&link).ok()
}
