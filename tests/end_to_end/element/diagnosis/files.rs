//! What the diagnosis finds about the package's files, and about policies that block them.

use super::{DIAGNOSE, diagnosed, findings, has_exactly, is_there, page_has};
use crate::harness::{
    browser::in_a_browser,
    element::{ELEMENT, WATCH},
    engine::Engine,
    platform::{GLUE, PROXY_PATH, WASM, packed, target},
    relay_fault::RelayFault,
    scenario::scenarios,
};

async fn a_policy_that_blocks_the_wasm_or_the_proxy_is_found(engine: Engine) {
    let policy = "script-src 'self'";
    page_has(engine, policy, ELEMENT, &["Add 'wasm-unsafe-eval' to its script-src."]).await;
    let policy = "script-src 'self' 'wasm-unsafe-eval'; connect-src 'none'";
    // The policy also blocks the request for the wasm.
    let words = ["Add its origin to connect-src.", ".wasm. Add 'self' to its connect-src."];
    page_has(engine, policy, ELEMENT, &words).await;
}

async fn a_missing_or_changed_package_file_is_found(engine: Engine) {
    let words = packed("dictionaries.js");
    let [glue, wasm, words] = [GLUE.as_str(), WASM.as_str(), words.as_str()];
    let bytes = std::fs::read(target().join(&wasm[1..])).unwrap();
    let untyped = RelayFault::Instead {
        status: 200,
        headers: vec![("content-type", "application/octet-stream")],
        body: bytes.into(),
    };
    let beside = "Put all files of the package where index.js is";
    for (path, fault, told) in [
        (glue, RelayFault::NotFound, [glue, "responds with 404", beside]),
        (
            glue,
            RelayFault::SomePage,
            [glue, "responds with 200 and text/html: a page in its place", beside],
        ),
        (wasm, RelayFault::NotFound, [wasm, "responds with 404", beside]),
        (
            wasm,
            RelayFault::SomePage,
            [wasm, "responds with 200 and text/html: a page in its place", beside],
        ),
        (wasm, RelayFault::FlippedBit, [wasm, "of another release", "empty the caches"]),
        (wasm, RelayFault::Cut, [wasm, "can't be loaded", "See that its server runs."]),
        (wasm, untyped, [wasm, "application/octet-stream", "The widget works all the same."]),
        (words, RelayFault::NotFound, [words, "responds with 404", beside]),
    ] {
        in_a_browser(engine, None, async |world| {
            world.browser.relay.spoil(path, fault.clone());
            let findings = findings(world, "", &format!("<div lang=de>{ELEMENT}</div>")).await;
            assert_eq!(findings.len(), 1, "{path} {fault:?}: {findings:?}");
            for words in told {
                assert!(findings[0].contains(words), "{words}: {findings:?}");
            }
        })
        .await;
    }
}

async fn a_policy_that_blocks_a_package_file_is_found(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let page = world.platform.page();
        let allowed = ["/own.js", "/package/index.js", &packed("diagnose.js")]
            .map(|path| format!("{page}{}", &path[1..]))
            .join(" ");
        let policy = format!("script-src 'wasm-unsafe-eval' {allowed}");
        let words = format!("{}. Add 'self' to its script-src.", *GLUE);
        has_exactly(&findings(world, &policy, ELEMENT).await, &[&words]);
    })
    .await;
}

async fn a_package_on_another_origin_without_cors_is_found(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let glue = std::fs::read(target().join(&GLUE[1..])).unwrap();
        let answer = RelayFault::Instead {
            status: 200,
            headers: vec![("content-type", "text/javascript")],
            body: glue.into(),
        };
        world.browser.relay.spoil(&GLUE, answer);
        let elsewhere = world.platform.page().replace("127.0.0.1", "localhost");
        let script = format!(
            "{WATCH}
             const script = document.createElement('script');
             script.type = 'module';
             script.src = '{elsewhere}package/index.js';
             document.head.append(script);"
        );
        let element = ELEMENT.replace("ENDPOINT", PROXY_PATH);
        let html =
            format!("<!doctype html><title>Own</title><script src=/own.js></script>{element}");
        world.browser.driver.goto(world.platform.serve_own("", &html, &script)).await.unwrap();
        is_there(world).await;
        let words = ["responds with access-control-allow-origin, or use this page's own origin."];
        has_exactly(&diagnosed(world, DIAGNOSE).await, &words);
    })
    .await;
}

scenarios! {
    a_policy_that_blocks_the_wasm_or_the_proxy_is_found;
    a_missing_or_changed_package_file_is_found;
    a_policy_that_blocks_a_package_file_is_found;
    a_package_on_another_origin_without_cors_is_found;
}
