//! The code that the playground writes, in the frameworks' apps that `cargo xtask examples` builds with it.
//! Leptos' is in `tests/server_side`.

use super::page::{built, open, serve};
use crate::harness::{
    browser::{World, in_a_browser, until},
    element::{is_alive, is_true, run},
    engine::Engine,
    scenario::scenarios,
};
use serde_json::json;

/// Where each framework's bundler puts the page.
const FRAMEWORKS: [(&str, &str); 4] =
    [("angular", "dist/browser"), ("react", "dist"), ("svelte", "dist"), ("vue", "dist")];

async fn open_code(world: &World, framework: &str, name: &str, page: &str) {
    let page = built(&format!("examples/{framework}/playground/{name}/{page}"));
    open(world, &serve(page).await).await;
    is_alive(world).await;
}

async fn each_frameworks_code_sets_every_option(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        for (framework, page) in FRAMEWORKS {
            open_code(world, framework, "elaborate", page).await;
            let set = run(
                world,
                "const text = selector => element.shadowRoot.querySelector(selector)?.textContent;
                 return {
                     class: element.className,
                     lang: element.lang,
                     dir: element.dir,
                     accent: getComputedStyle(element).getPropertyValue('--pml-accent').trim(),
                     environments: element.environments,
                     environment: element.environment,
                     liveOnly: element.liveOnly,
                     theme: element.theme,
                     target: element.target,
                     compact: element.compact,
                     disabled: element.disabled,
                     signIn: element.getAttribute('sign-in'),
                     timeout: element.getAttribute('timeout'),
                     csrf: [element.csrfHeader, element.csrfMeta],
                     credentials: element.credentials,
                     dashboard: element.dashboardLive ?? element.getAttribute('dashboard-live'),
                     headers: element.headers,
                     strings: element.strings,
                     buttons: [...element.shadowRoot.querySelectorAll('[data-redirect]')]
                         .map(button => button.dataset.redirect),
                     badge: text('[data-redirect=onboarding]').includes('2 documents missing'),
                     hint: element.shadowRoot.textContent.includes(\"It's due\"),
                     reason: element.shadowRoot.textContent.includes('Only the owner'),
                     words: text('[data-redirect=payout_settings]').includes('Your \"money\"'),
                 }",
            )
            .await;
            let expected = json!({
                "class": "theme-violet",
                "lang": "ar",
                "dir": "rtl",
                "accent": "#0b57d0",
                "environments": "live sandbox",
                "environment": "sandbox",
                "liveOnly": "disable",
                "theme": "dark",
                "target": "_blank",
                "compact": true,
                "disabled": true,
                "signIn": "/login?a=1&next={return}",
                "timeout": "20",
                "csrf": ["x-csrf-token", "csrf-token"],
                "credentials": "include",
                "dashboard": "http://127.0.0.1:4011",
                "headers": { "x-tenant": "7" },
                "strings": { "Payout settings": "Your \"money\"" },
                "buttons": ["onboarding", "payout_settings", "overview"],
                "badge": true,
                "hint": true,
                "reason": true,
                "words": true,
            });
            assert_eq!(set, expected, "{framework}");
        }
    })
    .await;
}

async fn each_frameworks_code_asks_its_own_function(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        for (framework, page) in FRAMEWORKS {
            open_code(world, framework, "own-function", page).await;
            let click = "window.yourRequest = (...jump) => {
                             window.asked = jump;
                             return new Promise(() => {});
                         };
                         element.shadowRoot.querySelector('[data-redirect=overview]').click()";
            run(world, click).await;
            let asked = "return window.asked?.slice(0, 2).join(' ') === 'live overview'
                             && window.asked[2] instanceof AbortSignal";
            until(framework, async || is_true(world, asked).await).await;
        }
    })
    .await;
}

scenarios! {
    each_frameworks_code_asks_its_own_function;
    each_frameworks_code_sets_every_option;
}
