//! axe-core finds no accessibility problem.

use crate::harness::{
    axe::Axe,
    browser::{World, in_a_browser, until},
    element::{click, error, is_busy, is_live, open, seen},
    engine::Engine,
    platform::{PROXY_PATH, WASM},
    relay_fault::RelayFault,
    scenario::scenarios,
};
use paddle_magic_links_protocol::{LOGIN_PATH, RedirectTarget, RefusalCode};
use serde_json::json;

const TARGET: RedirectTarget = RedirectTarget::PayoutSettings;
const LOOKS: [(&str, &str); 4] = [
    ("light", "lang=en dir=ltr"),
    ("light", "lang=ar dir=rtl"),
    ("dark", "lang=en dir=ltr"),
    ("dark", "lang=ar dir=rtl"),
];

/// Sets details of every kind, and blocks new tabs.
const FULL: &str = "addEventListener('DOMContentLoaded', () => {
    document.querySelector('paddle-magic-links').redirects = [
        { redirect: 'onboarding', primary: true, badge: '2 documents missing' },
        'payout_settings',
        { redirect: 'retain_settings', disabled: 'Only the owner' },
        'overview',
    ];
    window.open = () => null;
})";

/// Opens a page with a colour scheme and direction; `form` holds attributes of the element.
async fn open_page(world: &World, theme: &str, direction: &str, form: &str) {
    let html = format!(
        "<style>:root {{ color-scheme: {theme}; background: Canvas; color: CanvasText }}</style>
         <main {direction}><h1>Payments</h1><paddle-magic-links
         endpoint=ENDPOINT DASHBOARDS {form}></paddle-magic-links></main>"
    );
    open(world, "", &html, FULL).await;
}

async fn fails(world: &World, code: &str) {
    world.browser.run("window.seen = []").await;
    click(world, TARGET).await;
    until(code, async || {
        let seen = seen(world).await;
        seen.as_array().is_some_and(|seen| seen.iter().any(|news| news[1]["code"] == code))
    })
    .await;
}

async fn axe_finds_nothing_in_any_state_of_the_element(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let axe = Axe::new(world);
        for (theme, direction) in LOOKS {
            for form in ["", "compact", "target=_blank", "live-only=disable", "disabled"] {
                let page = format!("{theme} {direction} {form}");
                let state = |name: &str| format!("{page}, {name}");
                open_page(world, theme, direction, form).await;
                is_live(world).await;
                axe.finds_nothing(&state("idle")).await;
                if form == "disabled" {
                    continue;
                }
                if form == "target=_blank" {
                    fails(world, "tab_blocked").await;
                    axe.finds_nothing(&state("tab refused")).await;
                    continue;
                }
                world.browser.relay.hold(PROXY_PATH);
                click(world, TARGET).await;
                is_busy(world).await;
                axe.finds_nothing(&state("busy")).await;
                world.browser.run("document.querySelector('paddle-magic-links').abort()").await;
                world.browser.relay.release();
                world.browser.run("inside('[value=sandbox]').click()").await;
                axe.finds_nothing(&state("sandbox")).await;
            }
        }
        println!("{engine}: axe-core found nothing in {} states of the element", axe.runs());
    })
    .await;
}

/// Every failure of a request, with its code.
fn failures() -> Vec<(RelayFault, &'static str)> {
    let answer = |status: u16, body: String| RelayFault::Instead {
        status,
        headers: vec![("content-type", "application/json"), ("retry-after", "200")],
        body: body.into(),
    };
    let refusals = RefusalCode::ALL.iter().map(|code| {
        let body = json!({ "error": { "code": code.as_str() }, "meta": { "request_id": "r-1" } });
        (answer(code.status(), body.to_string()), code.as_str())
    });
    let other_environment = json!({ "data": { "code": "x", "environment": "sandbox" } });
    refusals
        .chain([
            (RelayFault::SomePage, "invalid_response"),
            (RelayFault::Cut, "unreachable"),
            (RelayFault::Trickle, "timed_out"),
            (answer(201, other_environment.to_string()), "environment_mismatch"),
        ])
        .collect()
}

async fn axe_finds_nothing_in_any_failure_of_the_element(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let axe = Axe::new(world);
        // This comes first, as later pages take the wasm from the cache.
        world.browser.relay.spoil(&WASM, RelayFault::NotFound);
        for (theme, direction) in LOOKS {
            open_page(world, theme, direction, "").await;
            error(world).await;
            axe.finds_nothing(&format!("{theme} {direction}, load_failed")).await;
        }
        world.browser.relay.release();
        for (theme, direction) in LOOKS {
            let page = format!("{theme} {direction}");
            open_page(world, theme, direction, "timeout=1").await;
            is_live(world).await;
            for (fault, code) in failures() {
                world.browser.relay.spoil(PROXY_PATH, fault);
                fails(world, code).await;
                axe.finds_nothing(&format!("{page}, {code}")).await;
            }
            let nothing = RelayFault::status(204);
            world.browser.relay.spoil(LOGIN_PATH, nothing);
            fails(world, "navigation_failed").await;
            axe.finds_nothing(&format!("{page}, navigation_failed")).await;
            world.browser.relay.release();
        }
        println!("{engine}: axe-core found nothing in {} failures of the element", axe.runs());
    })
    .await;
}

async fn axe_finds_nothing_in_the_demo_page(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let axe = Axe::new(world);
        for colours in ["light", "dark"] {
            for theme in ["", "theme-violet", "theme-ledger", "theme-mono"] {
                for language in ["language=en", "language=ar&direction=rtl"] {
                    let query = format!("?colours={colours}&theme={theme}&{language}");
                    world.browser.open(&format!("{}{query}", world.platform.page())).await;
                    axe.finds_nothing(&query).await;
                    world.browser.relay.hold(PROXY_PATH);
                    world.browser.click(TARGET).await;
                    until("it is busy", async || {
                        !world.browser.text("[role=status]").await.is_empty()
                    })
                    .await;
                    axe.finds_nothing(&format!("{query}, busy")).await;
                    world.browser.relay.spoil(PROXY_PATH, RelayFault::NotFound);
                    world.browser.relay.resume();
                    world.browser.error().await;
                    axe.finds_nothing(&format!("{query}, error")).await;
                    world.browser.relay.release();
                }
            }
        }
        println!("{engine}: axe-core found nothing in {} states of the demo page", axe.runs());
    })
    .await;
}

scenarios! {
    axe_finds_nothing_in_any_state_of_the_element;
    axe_finds_nothing_in_any_failure_of_the_element;
    axe_finds_nothing_in_the_demo_page;
}
