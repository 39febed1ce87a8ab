//! What the element tells the platform's developer about a page that does not work.

use crate::harness::{
    browser::{World, in_a_browser, until},
    element::{ELEMENT, WATCH, click, complaints, error, is_live, open},
    engine::Engine,
    mishap::Mishap,
    platform::{GLUE, PROXY_PATH, WASM, packed, target},
    scenario::scenarios,
};
use hyper::Method;
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use serde_json::Value;
use thirtyfour::By;

const TARGET: RedirectTarget = RedirectTarget::PayoutSettings;

/// The call of a page's own element.
const ITS_OWN: &str = "document.querySelector('paddle-magic-links').diagnose()";

/// What the diagnosis finds in a page.
async fn findings(world: &World, policy: &str, element: &str) -> Vec<String> {
    open(world, policy, element, "").await;
    is_there(world).await;
    diagnosed(world, ITS_OWN).await
}

async fn is_there(world: &World) {
    until("the element is there", async || world.browser.run("return !!inside('*')").await == true)
        .await;
}

/// What comes of a call in a page that is open.
async fn diagnosed(world: &World, call: &str) -> Vec<String> {
    let found = world.browser.run(&format!("return {call}")).await;
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
        are(&findings(world, policy, element).await, words);
    })
    .await;
}

/// Each has these words, and there are no others.
fn are(findings: &[String], words: &[&str]) {
    assert_eq!(findings.len(), words.len(), "{findings:?}");
    for words in words {
        assert!(findings.iter().any(|text| text.contains(words)), "{words}: {findings:?}");
    }
}

async fn a_working_page_has_no_findings(engine: Engine) {
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

async fn a_policy_that_blocks_the_wasm_or_the_proxy_is_found(engine: Engine) {
    let policy = "script-src 'self'";
    finds(engine, policy, ELEMENT, &["Add 'wasm-unsafe-eval' to its script-src."]).await;
    let policy = "script-src 'self' 'wasm-unsafe-eval'; connect-src 'none'";
    // The wasm is one of those requests.
    let words = ["Add its origin to connect-src.", ".wasm. Add 'self' to its connect-src."];
    finds(engine, policy, ELEMENT, &words).await;
}

async fn a_proxy_that_breaks_the_contract_is_found(engine: Engine) {
    let page = "<!doctype html><title>Sign in</title>";
    let html = ("content-type", "text/html");
    let json = ("content-type", "application/json");
    let fresh = ("cache-control", "no-store");
    in_a_browser(engine, None, async |world| {
        for (status, headers, body, words) in [
            (200, vec![html], page, &["does not exist", "no-store", "answers 200 to GET"][..]),
            (403, vec![html, fresh], page, &["answers 403 with text/html"]),
            (403, vec![html, fresh], page, &["your framework's check for CSRF"]),
            (419, vec![html, fresh], page, &["your framework's check for CSRF"]),
            (302, vec![("location", "/")], page, &["as to a login page"]),
            (
                403,
                vec![json, fresh],
                r#"{"error":{"code":"csrf_rejected"}}"#,
                &["takes this page for another site"],
            ),
            (
                401,
                vec![json, fresh],
                r#"{"error":{"code":"session_expired"}}"#,
                &["nobody is signed in"],
            ),
            (400, vec![json, fresh], r#"{"error":{"code":"invalid_request"}}"#, &[]),
        ] {
            let answer = Mishap::Instead { status, headers, body: body.into() };
            world.browser.relay.spoil(PROXY_PATH, answer);
            are(&findings(world, "", ELEMENT).await, words);
        }
    })
    .await;
}

/// What the proxy was last asked by `POST`, as text.
fn asked(world: &World) -> String {
    let exchanges = world.browser.relay.exchanges_with(PROXY_PATH);
    let last = exchanges.iter().rfind(|exchange| exchange.method == Method::POST);
    last.expect("the proxy was asked").sent()
}

const TOKEN: &str = "<meta name=csrf-token content=token-of-the-page>";
const GUARDED: &str = "csrf-header=x-csrf-token csrf-meta=csrf-token";

async fn it_sends_the_widgets_headers_and_credentials(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let script = "
            document.cookie = 'seller=7';
            addEventListener('DOMContentLoaded', () => {
                document.querySelector('paddle-magic-links').headers =
                    new Headers({ 'x-tenant': 'harbour' });
            })";
        for (credentials, cookie) in [("same-origin", true), ("omit", false)] {
            let more = format!("credentials={credentials} {GUARDED}");
            let element = format!("{TOKEN}{}", ELEMENT.replace("DASHBOARDS", &more));
            open(world, "", &element, script).await;
            is_there(world).await;
            are(&diagnosed(world, ITS_OWN).await, &[]);
            let asked = asked(world);
            for words in ["token-of-the-page", "\"x-tenant\": \"harbour\"", "x-paddle-magic-links"]
            {
                assert!(asked.contains(words), "{words}: {asked}");
            }
            assert_eq!(asked.contains("seller=7"), cookie, "{credentials}: {asked}");
        }
    })
    .await;
}

async fn settings_can_be_diagnosed_without_the_element(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        open(world, "", "", "document.cookie = 'csrf=token%20of%20a%20cookie'").await;
        let script = packed("diagnose.js");
        let call = format!(
            "(await import('{script}')).diagnose({{
                endpoint: {PROXY_PATH:?}, headers: [['x-tenant', 'harbour']],
                csrfHeader: 'x-csrf-token', csrfCookie: 'csrf',
            }})",
        );
        are(&diagnosed(world, &call).await, &[]);
        let asked = asked(world);
        for words in ["token of a cookie", "\"x-tenant\": \"harbour\""] {
            assert!(asked.contains(words), "{words}: {asked}");
        }
        let call = format!("(await import('{script}')).diagnose({{ fetchSession: 'soon' }})");
        are(&diagnosed(world, &call).await, &["is no function", "Give it an endpoint"]);
        let call = format!("(await import('{script}')).diagnose({{ async fetchSession() {{}} }})");
        are(&diagnosed(world, &call).await, &[]);
    })
    .await;
}

async fn headers_of_every_type_reach_the_proxy(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        for headers in
            ["{ 'X-Tenant': 7 }", "[['X-Tenant', '7']]", "new Headers({ 'X-Tenant': '7' })"]
        {
            open(world, "", &format!("{TOKEN}{ELEMENT}"), "").await;
            is_live(world).await;
            let script = format!(
                "const element = document.querySelector('paddle-magic-links');
                 element.headers = {headers};
                 element.csrfHeader = 'x-csrf-token';
                 element.csrfMeta = 'csrf-token';"
            );
            world.browser.run(&script).await;
            click(world, TARGET).await;
            world.lands_on(Environment::Live, TARGET).await;
            let asked = asked(world);
            for words in ["\"x-tenant\": \"7\"", "token-of-the-page"] {
                assert!(asked.contains(words), "{headers}: {asked}");
            }
        }
    })
    .await;
}

async fn an_invalid_header_is_named_and_sends_no_request(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        for (headers, words) in [
            ("{ 'x-name': 'Zoë secret \u{1F511}' }", "\"x-name\" has a character"),
            ("{ 'x name': 'secret' }", "\"x name\" has a character"),
            ("[7]", "give an object, pairs, or Headers"),
        ] {
            open(world, "", ELEMENT, "").await;
            is_live(world).await;
            let set = format!("document.querySelector('paddle-magic-links').headers = {headers}");
            world.browser.run(&set).await;
            click(world, TARGET).await;
            assert!(error(world).await.contains("isn't set up"));
            let complaints = complaints(world).await;
            assert!(complaints.contains(words), "{words}: {complaints}");
            assert!(!complaints.contains("secret"), "{complaints}");
            let findings = diagnosed(world, ITS_OWN).await;
            are(&findings, &[words]);
            assert!(!findings[0].contains("secret"), "{findings:?}");
        }
        // A request leaves it out without a word.
        let script = "addEventListener('DOMContentLoaded', () => {
            document.querySelector('paddle-magic-links').headers = { Cookie: 'secret' };
        })";
        open(world, "", ELEMENT, script).await;
        is_live(world).await;
        are(&diagnosed(world, ITS_OWN).await, &["\"Cookie\" is for the browser alone to send"]);
    })
    .await;
}

async fn invalid_settings_are_found(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let element = ELEMENT.replace("DASHBOARDS", "credentials=all csrf-header=x-csrf-token");
        open(world, "", &element, "").await;
        is_there(world).await;
        let call = format!(
            "(await import('{}')).diagnose(
                document.querySelector('paddle-magic-links'),
                ['<paddle-magic-links> timeout=\"soon\": use whole seconds from 1 to 600'])",
            packed("diagnose.js")
        );
        let words = [
            "refuses <paddle-magic-links> timeout=\"soon\": use whole seconds from 1 to 600.",
            "refuses csrf-header: no token found; name the page's <meta>",
            "Use same-origin, include, omit.",
        ];
        are(&diagnosed(world, &call).await, &words);
        let element = ELEMENT.replace("ENDPOINT", "'http://['");
        are(&findings(world, "", &element).await, &["endpoint=\"http://[\": it is no URL"]);
    })
    .await;
}

async fn a_missing_or_changed_package_file_is_found(engine: Engine) {
    let words = packed("dictionaries.js");
    let [glue, wasm, words] = [GLUE.as_str(), WASM.as_str(), words.as_str()];
    let bytes = std::fs::read(target().join(&wasm[1..])).unwrap();
    let untyped = Mishap::Instead {
        status: 200,
        headers: vec![("content-type", "application/octet-stream")],
        body: bytes.into(),
    };
    let beside = "Put all files of the package where index.js is";
    for (path, mishap, told) in [
        (glue, Mishap::NotFound, [glue, "answers 404", beside]),
        (glue, Mishap::SomePage, [glue, "answers 200 with text/html: a page in its place", beside]),
        (wasm, Mishap::NotFound, [wasm, "answers 404", beside]),
        (wasm, Mishap::SomePage, [wasm, "answers 200 with text/html: a page in its place", beside]),
        (wasm, Mishap::FlippedBit, [wasm, "of another release", "empty the caches"]),
        (wasm, Mishap::Cut, [wasm, "can't be loaded", "See that its server runs."]),
        (wasm, untyped, [wasm, "application/octet-stream", "The widget works all the same."]),
        (words, Mishap::NotFound, [words, "answers 404", beside]),
    ] {
        in_a_browser(engine, None, async |world| {
            world.browser.relay.spoil(path, mishap.clone());
            let findings = findings(world, "", &format!("<div lang=de>{ELEMENT}</div>")).await;
            assert_eq!(findings.len(), 1, "{path} {mishap:?}: {findings:?}");
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
        are(&findings(world, &policy, ELEMENT).await, &[&words]);
    })
    .await;
}

async fn a_package_on_another_origin_without_cors_is_found(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let glue = std::fs::read(target().join(&GLUE[1..])).unwrap();
        let answer = Mishap::Instead {
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
        let words = ["answers with access-control-allow-origin, or use this page's own origin."];
        are(&diagnosed(world, ITS_OWN).await, &words);
    })
    .await;
}

async fn a_browser_without_webassembly_is_found(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        open(world, "", ELEMENT, "delete window.WebAssembly").await;
        is_there(world).await;
        are(&diagnosed(world, ITS_OWN).await, &["put another way to Paddle there"]);
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
        are(&diagnosed(world, ITS_OWN).await, &[]);
        let remarks = world.browser.run("return remarks").await;
        let first = remarks[0].as_str().unwrap();
        assert!(first.starts_with("first: ") && first.contains("403, 404"), "{first}");
    })
    .await;
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

async fn a_sandboxed_outer_frame_is_found(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let script = "
            if (parent === top) {
                const frame = document.createElement('iframe');
                if (top === self) frame.sandbox = 'allow-scripts allow-same-origin';
                // Browsers load no page in a frame that is in itself.
                frame.src = location.href + '?';
                document.addEventListener('DOMContentLoaded', () => document.body.append(frame));
            }";
        open(world, "", ELEMENT, script).await;
        let diagnose = "
            const inner = frame => frame?.contentDocument?.querySelector('iframe');
            const element = inner(document.querySelector('iframe'))
                ?.contentDocument?.querySelector('paddle-magic-links');
            return element?.diagnose ? (await element.diagnose()).map(({ problem }) => problem) : null";
        until("the frame is there", async || world.browser.run(diagnose).await != Value::Null)
            .await;
        let problems = world.browser.run(diagnose).await;
        assert_eq!(problems.as_array().unwrap().len(), 3, "{problems}");
        let words = "The page around this one, /own.html, is in a sandboxed frame without allow-popups.";
        assert!(problems.to_string().contains(words), "{problems}");
    })
    .await;
}

async fn the_demo_checks_its_own_page(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        for (answer, words) in [
            (None, "No problems found"),
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
    a_working_page_has_no_findings;
    a_wrong_endpoint_is_found;
    a_policy_that_blocks_the_wasm_or_the_proxy_is_found;
    a_proxy_that_breaks_the_contract_is_found;
    a_policy_that_drops_the_referer_is_found;
    it_sends_the_widgets_headers_and_credentials;
    settings_can_be_diagnosed_without_the_element;
    headers_of_every_type_reach_the_proxy;
    an_invalid_header_is_named_and_sends_no_request;
    invalid_settings_are_found;
    a_missing_or_changed_package_file_is_found;
    a_policy_that_blocks_a_package_file_is_found;
    a_package_on_another_origin_without_cors_is_found;
    a_browser_without_webassembly_is_found;
    it_announces_the_errors_that_its_probes_log;
    a_sandboxed_frame_is_found;
    a_sandboxed_outer_frame_is_found;
}
