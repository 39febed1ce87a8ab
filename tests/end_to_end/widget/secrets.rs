//! Where the key and the code are, and where they must not be.

use crate::harness::{
    browser::{World, in_a_browser, until},
    element,
    engine::Engine,
    platform::PROXY_PATH,
    relay::Exchange,
    relay_fault::RelayFault,
    scenario::scenarios,
};
use paddle_magic_links_demo::{STAND_IN_LIVE, STAND_IN_SANDBOX, SimulatedFault};
use paddle_magic_links_protocol::{Environment, LOGIN_PATH, RedirectTarget};
use paddle_magic_links_stand_in::Fault;
use serde_json::Value;
use thirtyfour::By;

const TARGET: RedirectTarget = RedirectTarget::Onboarding;

/// Everything in which the page could keep or show a secret.
const REMAINS: &str = r"
    return JSON.stringify([
        document.documentElement.outerHTML,
        [...document.querySelectorAll('*')].map(element => element.shadowRoot?.innerHTML),
        globalThis.seen,
        { ...localStorage }, { ...sessionStorage }, document.cookie, history.state, name,
        location.href, performance.getEntries().map(entry => entry.name),
        await indexedDB.databases(), await caches.keys(),
        Object.keys(globalThis).map(key => { try { return String(globalThis[key]) } catch {} }),
    ])";

async fn the_page_that_navigated_does_not_hold_the_code(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let relay = &world.browser.relay;
        // After a 204 the window stays on the page, with everything that it holds. After Back, Firefox's
        // driver may return another document than the one that had the code.
        let nothing = RelayFault::status(204);
        relay.spoil(LOGIN_PATH, nothing);
        let left = async |visits: usize, status: &str| {
            let to_paddle = || relay.exchanges_with(LOGIN_PATH);
            until("the window was sent to Paddle", async || to_paddle().len() == visits).await;
            let codes: Vec<_> = relay.exchanges().iter().filter_map(minted_code).collect();
            assert!(to_paddle().last().unwrap().uri.to_string().contains(codes.last().unwrap()));
            let mut rest = vec![world.browser.run(REMAINS).await.to_string()];
            assert!(rest[0].contains("pml-root") && rest[0].contains(status));
            rest.extend(world.browser.console().await);
            rest.iter().any(|text| codes.iter().any(|code| text.contains(code)))
        };
        // "Opening", or "Still opening" on a busy machine.
        let opening = "pening Onboarding";
        world.browser.click(TARGET).await;
        assert!(!left(1, opening).await, "the component left it");
        for (visits, script, attributes, status) in [
            (2, "index.js", "", opening),
            (3, "bundler.js", "", opening),
            (4, "index.js", "target=_blank", "Onboarding opened in a new tab"),
        ] {
            let script = format!("/package/{script}");
            let element = element::tag_with(attributes);
            element::open_scripts(world, "", &[&script], &element, "").await;
            element::is_live(world).await;
            element::press(world, TARGET).await;
            assert!(!left(visits, status).await, "the element left it: {script} {attributes}");
        }
    })
    .await;
}

async fn the_code_is_never_retained(engine: Engine) {
    const CANARY: &str = "canary-0123456789";
    let session =
        |more: &str| RelayFault::json(201, format!(r#"{{"data":{{"code":"{CANARY}"{more}}}}}"#));
    in_a_browser(engine, None, async |world| {
        let element = element::tag_with("timeout=1");
        element::open(world, "", &element, "").await;
        element::is_live(world).await;
        let told = async |what: &str, count: usize| {
            until(what, async || {
                let seen = element::seen(world).await;
                seen.as_array().is_some_and(|seen| {
                    seen.iter().filter(|news| news[0] == what || news[1]["code"] == what).count()
                        == count
                })
            })
            .await;
        };
        let click = async || element::click(world, RedirectTarget::Overview).await;

        // The response is for the other environment.
        world.browser.relay.spoil(PROXY_PATH, session(r#","environment":"sandbox""#));
        click().await;
        told("environment_mismatch", 1).await;
        // A refusal holds a code.
        let refusal = format!(
            r#"{{"data":{{"code":"{CANARY}"}},"error":{{"code":"{CANARY}"}},"meta":{{"request_id":7}}}}"#
        );
        world.browser.relay.spoil(PROXY_PATH, RelayFault::json(502, refusal));
        click().await;
        told("site_unavailable", 1).await;
        // The response comes too late.
        world.browser.relay.spoil(PROXY_PATH, session(""));
        world.browser.relay.hold(PROXY_PATH);
        click().await;
        told("timed_out", 1).await;
        world.browser.relay.release();
        // The page prevents the navigation.
        world.browser.relay.spoil(PROXY_PATH, session(""));
        world.browser.run("addEventListener('pml-navigate', event => event.preventDefault())").await;
        click().await;
        told("navigate", 1).await;
        // The page cancels the jump, and then provides the code itself.
        world.browser.relay.hold(PROXY_PATH);
        click().await;
        world.browser.run("document.querySelector('paddle-magic-links').abort()").await;
        world.browser.relay.release();
        let own = format!(
            "document.querySelector('paddle-magic-links').fetchSession = async () =>
                 ({{ code: {CANARY:?} }})"
        );
        world.browser.run(&own).await;
        click().await;
        told("navigate", 2).await;

        let mut rest = vec![world.browser.run(REMAINS).await.to_string()];
        rest.extend(world.browser.console().await);
        assert!(rest.iter().all(|text| !text.contains(CANARY)), "the code is left somewhere");
        let exchanges = world.browser.relay.exchanges();
        assert!(exchanges.iter().any(|exchange| exchange.received().contains(CANARY)));
        assert!(exchanges.iter().all(|exchange| !exchange.sent().contains(CANARY)));
        assert_eq!(world.platform.visits(), 0);
    })
    .await;
}

async fn the_key_never_reaches_the_browser_and_the_code_is_not_kept(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        for environment in Environment::ALL {
            land_and_return(world, environment).await;
        }
        // Before another click could drop what the page still has of the last.
        let mut rest = vec![world.browser.run(REMAINS).await.to_string()];
        let faults = Fault::ALL.into_iter().filter(|fault| {
            // Some would take eight seconds, and bring no response of Paddle. After 429, the proxy leaves Paddle
            // alone, so that is the last.
            !matches!(
                fault,
                Fault::SlowResponse | Fault::Hang | Fault::Drip | Fault::TooManyRequests
            )
        });
        for fault in faults
            .map(SimulatedFault::Paddle)
            .chain([SimulatedFault::WrongEnvironmentKey])
            .chain([SimulatedFault::Paddle(Fault::TooManyRequests)])
        {
            world.platform.demo.simulate(Some(fault));
            fail(world).await;
        }

        let exchanges = world.browser.relay.exchanges();
        let codes: Vec<_> = exchanges.iter().filter_map(minted_code).collect();
        assert_eq!(codes.len(), 2);
        rest.push(world.browser.run(REMAINS).await.to_string());
        rest.extend(world.browser.console().await);

        for exchange in &exchanges {
            for key in [STAND_IN_SANDBOX, STAND_IN_LIVE] {
                assert!(!exchange.received().contains(key), "{}", exchange.uri.path());
                assert!(!exchange.sent().contains(key), "{}", exchange.uri.path());
            }
        }
        for code in &codes {
            let with_code = |text: fn(&Exchange) -> String| -> Vec<_> {
                let found = exchanges.iter().filter(|exchange| text(exchange).contains(code));
                found.map(|exchange| (exchange.method.as_str(), exchange.uri.path())).collect()
            };
            assert_eq!(with_code(Exchange::received), [("POST", PROXY_PATH)]);
            assert_eq!(with_code(Exchange::sent), [("GET", LOGIN_PATH)]);
        }
        for text in &rest {
            for secret in codes.iter().map(String::as_str).chain([STAND_IN_SANDBOX, STAND_IN_LIVE])
            {
                assert!(!text.contains(secret), "a secret is left in the page or on its console");
            }
        }
    })
    .await;
}

async fn the_element_does_not_reveal_the_code(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        element::open(world, "", element::ELEMENT, "").await;
        element::is_live(world).await;
        let page = world.browser.url().await;
        element::click(world, RedirectTarget::Onboarding).await;
        world.lands_on(Environment::Live, RedirectTarget::Onboarding).await;
        world.browser.driver.back().await.unwrap();
        until("the page is back", async || world.browser.url().await == page).await;
        until("it was kept, with what it was told", async || {
            element::seen(world).await.as_array().is_some_and(|seen| !seen.is_empty())
        })
        .await;

        let exchanges = world.browser.relay.exchanges();
        let codes: Vec<_> = exchanges.iter().filter_map(minted_code).collect();
        assert_eq!(codes.len(), 1);
        let mut rest = vec![world.browser.run(REMAINS).await.to_string()];
        assert!(rest[0].contains("pml-root") && rest[0].contains("onboarding"));
        rest.extend(world.browser.console().await);
        assert!(rest.iter().all(|text| !text.contains(&codes[0])), "the code is left somewhere");
        let sent = exchanges.iter().filter(|exchange| exchange.sent().contains(&codes[0]));
        assert_eq!(sent.map(|exchange| exchange.uri.path()).collect::<Vec<_>>(), [LOGIN_PATH]);
    })
    .await;
}

async fn fail(world: &World) {
    world.open_page().await;
    world.browser.click(RedirectTarget::Overview).await;
    world.browser.error().await;
}

async fn land_and_return(world: &World, environment: Environment) {
    world.browser.choose(environment).await;
    world.browser.click(RedirectTarget::Onboarding).await;
    world.lands_on(environment, RedirectTarget::Onboarding).await;
    world.browser.driver.back().await.unwrap();
    until("the page is back", async || {
        world.is_on_page().await
            && world.browser.driver.find(By::Css("[data-redirect]")).await.is_ok()
    })
    .await;
}

pub(super) fn minted_code(exchange: &Exchange) -> Option<String> {
    let response: Value = serde_json::from_slice(&exchange.response_body).ok()?;
    Some(response["data"]["code"].as_str()?.to_owned())
}

scenarios! {
    the_page_that_navigated_does_not_hold_the_code;
    the_code_is_never_retained;
    the_key_never_reaches_the_browser_and_the_code_is_not_kept;
    the_element_does_not_reveal_the_code;
}
