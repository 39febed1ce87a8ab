//! What the diagnosis finds in the settings.

use super::{DIAGNOSE, asked, diagnosed, has_exactly, is_there};
use crate::harness::{
    browser::in_a_browser,
    element::{ELEMENT, is_live, open},
    engine::Engine,
    platform::{PROXY_PATH, packed},
    scenario::scenarios,
};

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
        has_exactly(&diagnosed(world, &call).await, &[]);
        let asked = asked(world);
        for words in ["token of a cookie", "\"x-tenant\": \"harbour\""] {
            assert!(asked.contains(words), "{words}: {asked}");
        }
        let call = format!("(await import('{script}')).diagnose({{ fetchSession: 'soon' }})");
        has_exactly(&diagnosed(world, &call).await, &["is no function", "Give it an endpoint"]);
        let call = format!("(await import('{script}')).diagnose({{ async fetchSession() {{}} }})");
        has_exactly(&diagnosed(world, &call).await, &[]);
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
        has_exactly(&diagnosed(world, &call).await, &words);
        open(world, "", &ELEMENT.replace("ENDPOINT", "'http://['"), "").await;
        // The component reports it.
        is_live(world).await;
        has_exactly(&diagnosed(world, DIAGNOSE).await, &["endpoint=\"http://[\": not a URL"]);
    })
    .await;
}

scenarios! {
    settings_can_be_diagnosed_without_the_element;
    invalid_settings_are_found;
}
