//! What the element tells the platform's developer about a page that does not work.

use crate::{
    browser::{World, in_a_browser, until},
    element::{ELEMENT, open},
    engine::Engine,
    platform::PROXY_PATH,
    relay::Mishap,
    scenario::scenarios,
};
use serde_json::Value;
use thirtyfour::By;

/// What the diagnosis finds in a page.
async fn findings(world: &World, policy: &str, element: &str) -> Vec<String> {
    open(world, policy, element, "").await;
    until("the element is there", async || world.browser.run("return !!inside('*')").await == true)
        .await;
    let found =
        world.browser.run("return document.querySelector('paddle-magic-links').diagnose()").await;
    assert_eq!(world.platform.sessions_made(), 0, "a diagnosis mints nothing");
    let findings = found.as_array().unwrap().iter();
    findings
        .map(|finding| {
            let text = |name: &str| finding[name].as_str().unwrap().to_owned();
            format!("{} {}", text("problem"), text("fix"))
        })
        .collect()
}

async fn finds(engine: Engine, policy: &str, element: &str, words: &[&str]) {
    in_a_browser(engine, None, async |world| {
        let findings = findings(world, policy, element).await;
        assert_eq!(findings.len(), words.len(), "{findings:?}");
        for words in words {
            assert!(findings.iter().any(|text| text.contains(words)), "{words}: {findings:?}");
        }
    })
    .await;
}

async fn a_page_that_works_has_no_findings(engine: Engine) {
    let policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";
    finds(engine, policy, ELEMENT, &[]).await;
}

async fn a_wrong_endpoint_is_found(engine: Engine) {
    let element = ELEMENT.replace("ENDPOINT", "/nowhere");
    let words = ["it takes no POST. Give the widget the path", "no-store"];
    finds(engine, "", &element, &words).await;
    let none = "<paddle-magic-links></paddle-magic-links>";
    finds(engine, "", none, &["Give it an endpoint, or set fetchSession."]).await;
}

async fn a_policy_that_forbids_the_wasm_or_the_proxy_is_found(engine: Engine) {
    let policy = "script-src 'self'";
    finds(engine, policy, ELEMENT, &["Add 'wasm-unsafe-eval' to its script-src."]).await;
    let policy = "script-src 'self' 'wasm-unsafe-eval'; connect-src 'none'";
    finds(engine, policy, ELEMENT, &["Add its origin to connect-src."]).await;
}

async fn a_proxy_that_does_not_keep_to_the_contract_is_found(engine: Engine) {
    let page = "<!doctype html><title>Sign in</title>";
    let html = ("content-type", "text/html");
    for (status, headers, words) in [
        (200, vec![html], &["does not exist", "no-store", "answers 200 to GET"][..]),
        (403, vec![html, ("cache-control", "no-store")], &["answers 403 with text/html"]),
        (302, vec![("location", "/")], &["as to a login page"]),
    ] {
        in_a_browser(engine, None, async |world| {
            let answer = Mishap::Instead { status, headers: headers.clone(), body: page.into() };
            world.browser.relay.spoil(PROXY_PATH, answer);
            let findings = findings(world, "", ELEMENT).await;
            assert_eq!(findings.len(), words.len(), "{findings:?}");
            for words in words {
                assert!(findings.iter().any(|text| text.contains(words)), "{words}: {findings:?}");
            }
        })
        .await;
    }
}

async fn a_policy_that_drops_the_referer_is_found(engine: Engine) {
    in_a_browser(engine, Some("no-referrer"), async |world| {
        let findings = findings(world, "", ELEMENT).await;
        assert!(findings.len() == 1 && findings[0].contains("no-referrer"), "{findings:?}");
    })
    .await;
}

async fn a_sandboxed_frame_is_found(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let script = "
            if (top === self) {
                const frame = document.createElement('iframe');
                frame.sandbox = 'allow-scripts allow-same-origin';
                frame.src = location.href;
                document.addEventListener('DOMContentLoaded', () => document.body.append(frame));
            }";
        open(world, "", ELEMENT, script).await;
        let diagnose = "
            const element = document.querySelector('iframe')?.contentDocument
                ?.querySelector('paddle-magic-links');
            return element?.diagnose ? (await element.diagnose()).map(({ fix }) => fix) : null";
        until("the frame is there", async || world.browser.run(diagnose).await != Value::Null)
            .await;
        let fixes = world.browser.run(diagnose).await.to_string();
        for flag in ["allow-top-navigation", "allow-popups", "allow-popups-to-escape-sandbox"] {
            assert!(fixes.contains(&format!("Add {flag} to its sandbox")), "{flag}: {fixes}");
        }
    })
    .await;
}

async fn the_demo_checks_its_own_page(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        for (answer, words) in [
            (None, "Nothing found"),
            (
                Some(Mishap::NotFound),
                "Give the widget the path at which your backend has the proxy",
            ),
        ] {
            if let Some(answer) = answer {
                world.browser.relay.spoil(PROXY_PATH, answer);
            }
            world.browser.driver.find(By::Id("diagnose")).await.unwrap().click().await.unwrap();
            until(words, async || world.browser.text("#findings").await.contains(words)).await;
        }
        assert_eq!(world.platform.sessions_made(), 0);
    })
    .await;
}

scenarios! {
    the_demo_checks_its_own_page;
    a_page_that_works_has_no_findings;
    a_wrong_endpoint_is_found;
    a_policy_that_forbids_the_wasm_or_the_proxy_is_found;
    a_proxy_that_does_not_keep_to_the_contract_is_found;
    a_policy_that_drops_the_referer_is_found;
    a_sandboxed_frame_is_found;
}
