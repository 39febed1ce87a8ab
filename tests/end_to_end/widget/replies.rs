//! After every odd response of the proxy there is a message, no navigation, and the next click works.

use crate::harness::{
    browser::{World, in_a_browser, until},
    element::{ELEMENT, click, error, is_live, open, seen},
    engine::Engine,
    platform::PROXY_PATH,
    relay_fault::RelayFault,
    scenario::scenarios,
};
use bytes::Bytes;
use paddle_magic_links_protocol::{Environment, RedirectTarget, RefusalCode};
use serde_json::json;

const TARGET: RedirectTarget = RedirectTarget::RetainSettings;
const JSON: (&str, &str) = ("content-type", "application/json");

/// A response, the error's code, and words of the message.
pub(super) type Case = (RelayFault, &'static str, &'static str);

pub(super) fn case(
    status: u16,
    headers: &[(&'static str, &'static str)],
    body: impl Into<Bytes>,
    code: &'static str,
    words: &'static str,
) -> Case {
    let headers = headers.to_vec();
    (RelayFault::Instead { status, headers, body: body.into() }, code, words)
}

pub(super) async fn each_is_told(engine: Engine, cases: Vec<Case>) {
    in_a_browser(engine, None, async |world| {
        open(world, "", ELEMENT, "").await;
        is_live(world).await;
        for (answer, code, words) in cases {
            world.browser.run("window.seen = []").await;
            world.browser.relay.spoil(PROXY_PATH, answer);
            click(world, TARGET).await;
            until(code, async || {
                let seen = seen(world).await;
                seen.as_array().is_some_and(|seen| seen.iter().any(|news| news[1]["code"] == code))
            })
            .await;
            let error = error(world).await;
            assert!(error.contains(words), "{code}: {error}");
            has_no_image(world).await;
        }
        let busy = world.browser.run("return inside('[aria-disabled]') !== null").await;
        assert_eq!((busy, world.platform.visits()), (json!(false), 0));
        world.browser.relay.release();
        click(world, TARGET).await;
        world.lands_on(Environment::Live, TARGET).await;
    })
    .await;
}

const IMAGE: &str = "<img src=x onerror=\"window.ran = true\">";

async fn has_no_image(world: &World) {
    let found = "const { shadowRoot } = document.querySelector('paddle-magic-links');
        return [document, shadowRoot].map(root => root.querySelectorAll('img').length)
            .concat(window.ran ?? [])";
    assert_eq!(world.browser.run(found).await, json!([0, 0]));
}

async fn markup_in_a_response_is_never_rendered(engine: Engine) {
    let body = |code: &str, environment: &str, word: &str| {
        json!({
            "data": { "code": code, "environment": environment, "expires_at": IMAGE },
            "error": { "type": IMAGE, "code": word, "detail": IMAGE, "documentation_url": IMAGE },
            "meta": { "request_id": IMAGE },
        })
        .to_string()
    };
    let told = |status, body: String, code, words| {
        case(status, &[JSON, ("retry-after", "<img src=x>")], body, code, words)
    };
    each_is_told(
        engine,
        vec![
            told(502, body("x", "live", IMAGE), "site_unavailable", "unavailable right now"),
            told(403, body("x", "live", IMAGE), "invalid_response", "couldn't be read"),
            told(429, body("x", "live", "rate_limited"), "rate_limited", "Wait a minute"),
            told(201, body(IMAGE, "live", IMAGE), "invalid_response", "couldn't be read"),
            told(201, body("x", IMAGE, IMAGE), "environment_mismatch", "wrong Paddle environment"),
            case(502, &[("content-type", "text/html")], IMAGE, "site_unavailable", "available"),
        ],
    )
    .await;
    in_a_browser(engine, None, async |world| {
        let keep = "addEventListener('pml-navigate', event => event.preventDefault())";
        open(world, "", ELEMENT, keep).await;
        is_live(world).await;
        let (session, ..) = told(201, body("x", "live", IMAGE), "", "");
        world.browser.relay.spoil(PROXY_PATH, session);
        click(world, TARGET).await;
        until("it is taken", async || seen(world).await.to_string().contains("navigate")).await;
        has_no_image(world).await;
    })
    .await;
}

async fn every_refusal_is_reported_by_its_code(engine: Engine) {
    let cases = RefusalCode::ALL.iter().map(|refusal| {
        let body =
            json!({ "error": { "code": refusal.as_str() }, "meta": { "request_id": "r-1" } });
        case(refusal.status(), &[JSON], body.to_string(), refusal.as_str(), "Reference: r-1")
    });
    each_is_told(engine, cases.collect()).await;
}

async fn relayed_errors_of_paddle_are_understood(engine: Engine) {
    let paddle = |status: u16, word: &str, code, words| {
        let body = json!({
            "error": { "type": "request_error", "code": word, "detail": "<img src=x onerror=alert(1)>" },
            "meta": { "request_id": "r-1" },
        });
        case(status, &[JSON], body.to_string(), code, words)
    };
    each_is_told(
        engine,
        vec![
            paddle(403, "invalid_token", "upstream_auth", "rejected this site's access"),
            paddle(403, "forbidden", "upstream_auth", "rejected this site's access"),
            paddle(429, "too_many_requests", "upstream_busy", "Paddle is busy"),
            paddle(404, "not_found", "upstream_rejected", "an unexpected response"),
            paddle(500, "internal_error", "upstream_unavailable", "Paddle is unavailable"),
        ],
    )
    .await;
}

async fn a_bare_status_gets_its_likeliest_meaning(engine: Engine) {
    let bare = |status, code, words| case(status, &[], "", code, words);
    each_is_told(
        engine,
        vec![
            bare(400, "invalid_request", "isn't set up"),
            bare(401, "session_expired", "Sign in again"),
            // Often it comes from a firewall, so the message does not blame the seller.
            bare(403, "invalid_response", "couldn't be read"),
            bare(404, "invalid_request", "isn't set up"),
            bare(405, "invalid_request", "isn't set up"),
            bare(409, "environment_not_configured", "don't have a Paddle live account"),
            bare(419, "csrf_rejected", "out of date"),
            bare(422, "invalid_request", "isn't set up"),
            bare(429, "rate_limited", "Too many attempts"),
            bare(500, "site_unavailable", "This site is unavailable"),
            bare(502, "site_unavailable", "This site is unavailable"),
            bare(503, "site_unavailable", "This site is unavailable"),
            bare(504, "site_unavailable", "This site is unavailable"),
        ],
    )
    .await;
}

async fn a_login_page_is_not_a_session(engine: Engine) {
    let page = "<!doctype html><title>Sign in</title>";
    each_is_told(
        engine,
        vec![
            case(302, &[("location", "/")], "", "session_expired", "Sign in again"),
            case(
                200,
                &[("content-type", "text/html")],
                page,
                "invalid_response",
                "couldn't be read",
            ),
        ],
    )
    .await;
}

async fn an_unreadable_success_opens_nothing(engine: Engine) {
    let odd = |body: Bytes| case(201, &[JSON], body, "invalid_response", "couldn't be read");
    let deep = ["{\"data\":".repeat(10_000), "0".into(), "}".repeat(10_000)].concat();
    let long = json!({ "data": { "code": "x".repeat(10_000_000) } }).to_string();
    each_is_told(
        engine,
        vec![
            odd("".into()),
            odd("{".into()),
            odd("null".into()),
            odd("[]".into()),
            odd("{\"data\":{}}".into()),
            odd("{\"data\":{\"code\":\"\"}}".into()),
            odd("{\"data\":{\"code\":7}}".into()),
            odd("{\"data\":{\"code\":[\"x\"]}}".into()),
            odd("{\"data\":{\"code\":\"a b\"}}".into()),
            odd("{\"data\":{\"code\":\"x\"}".into()),
            odd(Bytes::from_static(b"{\"data\":{\"code\":\"\xff\"}}")),
            odd(deep.into()),
            odd(long.into()),
            case(
                201,
                &[JSON],
                "{\"data\":{\"code\":\"x\",\"environment\":\"sandbox\"}}",
                "environment_mismatch",
                "the wrong Paddle environment",
            ),
            (RelayFault::Cut, "unreachable", "couldn't be reached"),
        ],
    )
    .await;
}

scenarios! {
    markup_in_a_response_is_never_rendered;
    every_refusal_is_reported_by_its_code;
    relayed_errors_of_paddle_are_understood;
    a_bare_status_gets_its_likeliest_meaning;
    a_login_page_is_not_a_session;
    an_unreadable_success_opens_nothing;
}
