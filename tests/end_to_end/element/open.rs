//! The method `open`.

use crate::harness::{
    browser::in_a_browser,
    element::{ELEMENT, has_placeholder, is_live, open, run, seen, set},
    engine::Engine,
    platform::WASM,
    scenario::scenarios,
};

async fn open_does_nothing_that_a_click_could_not(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        for (when, script) in [
            (
                "locked",
                "element.redirects = [{ redirect: 'onboarding', disabled: 'Only the owner' }]",
            ),
            ("not offered", "element.redirects = 'overview'"),
            ("unknown", "element.redirects = null"),
            ("disabled", "element.disabled = true"),
            ("live only", "element.environment = 'sandbox'; element.liveOnly = 'disable'"),
            ("hidden", "element.environment = 'sandbox'; element.liveOnly = 'hide'"),
        ] {
            let redirect = if when == "unknown" { "everything" } else { "onboarding" };
            for early in [true, false] {
                if early {
                    world.browser.relay.hold(&WASM);
                }
                open(world, "", ELEMENT, "").await;
                has_placeholder(world).await;
                if !early {
                    is_live(world).await;
                }
                set(world, script).await;
                set(world, &format!("element.open('{redirect}')")).await;
                world.browser.relay.release();
                is_live(world).await;
                assert_eq!(world.browser.run("return complaints.length > 0").await, true, "{when}");
                assert_eq!(run(world, "return !!inside('[aria-busy]')").await, false, "{when}");
                let started = seen(world).await.to_string().contains("start");
                assert_eq!((started, world.platform.sessions_made()), (false, 0), "{when}");
            }
        }
    })
    .await;
}

scenarios! {
    open_does_nothing_that_a_click_could_not;
}
