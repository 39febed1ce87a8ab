//! What the diagnosis finds in the page itself.

use super::{DIAGNOSE, diagnosed, findings, has_exactly, is_there, page_has};
use crate::harness::{
    browser::{in_a_browser, until},
    element::{ELEMENT, open},
    engine::Engine,
    platform::PROXY_PATH,
    relay_fault::RelayFault,
    scenario::scenarios,
};
use thirtyfour::By;

async fn the_demo_checks_its_own_page(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        for (answer, words) in [
            (None, "No problems found"),
            (
                Some(RelayFault::NotFound),
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

async fn a_working_page_has_no_findings(engine: Engine) {
    let policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";
    page_has(engine, policy, ELEMENT, &[]).await;
}

async fn a_policy_that_drops_the_referer_is_found(engine: Engine) {
    in_a_browser(engine, Some("no-referrer"), async |world| {
        let findings = findings(world, "", ELEMENT).await;
        assert!(findings.len() == 1 && findings[0].contains("no-referrer"), "{findings:?}");
    })
    .await;
}

async fn a_browser_without_webassembly_is_found(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        open(world, "", ELEMENT, "delete window.WebAssembly").await;
        is_there(world).await;
        has_exactly(&diagnosed(world, DIAGNOSE).await, &["put another way to Paddle there"]);
    })
    .await;
}

async fn it_announces_the_errors_that_its_probes_log(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let script = "
            window.remarks = [];
            console.info = (...words) => {
                const asked = performance.getEntriesByType('resource')
                    .some(({ name }) => name.includes('/api/'));
                remarks.push((asked ? 'later: ' : 'first: ') + words.join(' '));
            }";
        open(world, "", ELEMENT, script).await;
        is_there(world).await;
        has_exactly(&diagnosed(world, DIAGNOSE).await, &[]);
        let remarks = world.browser.run("return remarks").await;
        let first = remarks[0].as_str().unwrap();
        assert!(first.starts_with("first: ") && first.contains("403, 404"), "{first}");
    })
    .await;
}

scenarios! {
    the_demo_checks_its_own_page;
    a_working_page_has_no_findings;
    a_policy_that_drops_the_referer_is_found;
    a_browser_without_webassembly_is_found;
    it_announces_the_errors_that_its_probes_log;
}
