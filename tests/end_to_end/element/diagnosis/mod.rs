//! What the element tells the platform's developer about a page that does not work.

mod files;
mod frames;
mod headers;
mod page;
mod proxy;
mod settings;

use crate::harness::{
    browser::{World, in_a_browser, until},
    element::open,
    engine::Engine,
    platform::PROXY_PATH,
    scenario::Scenario,
};
use hyper::Method;

/// The diagnosis of the page by its own element.
const DIAGNOSE: &str = "document.querySelector('paddle-magic-links').diagnose()";

/// Opens a page and returns what the diagnosis finds there.
async fn findings(world: &World, policy: &str, element: &str) -> Vec<String> {
    open(world, policy, element, "").await;
    is_there(world).await;
    diagnosed(world, DIAGNOSE).await
}

async fn is_there(world: &World) {
    until("the element is there", async || world.browser.run("return !!inside('*')").await == true)
        .await;
}

/// What a call finds in the page that is open.
async fn diagnosed(world: &World, call: &str) -> Vec<String> {
    let found = world.browser.run(&format!("return {call}")).await;
    assert_eq!(world.platform.sessions_made(), 0, "a diagnosis makes no code");
    let findings = found.as_array().unwrap().iter();
    findings
        .map(|finding| {
            let text = |name: &str| finding[name].as_str().unwrap().to_owned();
            format!("{} {}", text("problem"), text("fix"))
        })
        .collect()
}

async fn page_has(engine: Engine, policy: &str, element: &str, words: &[&str]) {
    in_a_browser(engine, None, async |world| {
        has_exactly(&findings(world, policy, element).await, words);
    })
    .await;
}

/// Each of the words is in a finding, and there are no other findings.
fn has_exactly(findings: &[String], words: &[&str]) {
    assert_eq!(findings.len(), words.len(), "{findings:?}");
    for words in words {
        assert!(findings.iter().any(|text| text.contains(words)), "{words}: {findings:?}");
    }
}

/// The last `POST` to the proxy, as text.
fn asked(world: &World) -> String {
    let exchanges = world.browser.relay.exchanges_with(PROXY_PATH);
    let last = exchanges.iter().rfind(|exchange| exchange.method == Method::POST);
    last.expect("the proxy was asked").sent()
}

pub(crate) fn scenarios() -> Vec<Scenario> {
    [
        files::scenarios(),
        frames::scenarios(),
        headers::scenarios(),
        page::scenarios(),
        proxy::scenarios(),
        settings::scenarios(),
    ]
    .concat()
}
