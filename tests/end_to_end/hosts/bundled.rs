//! The entry for bundlers. Browsers can also run its modules as they are.

use crate::harness::{
    browser::{in_a_browser, until},
    element::{ELEMENT, STRICT, click, is_live, lands_after_a_retry, load_failed, open_scripts},
    engine::Engine,
    platform::{WASM, packed},
    relay_fault::RelayFault,
    scenario::scenarios,
};
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use serde_json::json;

const TARGET: RedirectTarget = RedirectTarget::Onboarding;

/// It is in the page's script because Firefox's driver would import other instances of the modules.
const COUNT_CLASSES: &str = "
    window.countClasses = paths =>
        Promise.all(paths.map(path => import(path))).then(modules => {
            const classes = modules.map(module => module.PaddleMagicLinks);
            classes.push(document.querySelector('paddle-magic-links').constructor);
            window.classes = new Set(classes).size;
        });";

const BUNDLER: &str = "/package/bundler.js";

async fn it_works_under_a_strict_policy_with_trusted_types(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let policy = format!("{STRICT}; require-trusted-types-for 'script'; trusted-types 'none'");
        open_scripts(world, &policy, &[BUNDLER], ELEMENT, "").await;
        is_live(world).await;
        click(world, TARGET).await;
        world.lands_on(Environment::Live, TARGET).await;
        assert!(world.browser.relay.asked(&WASM).is_empty(), "its wasm is in the module");
    })
    .await;
}

async fn a_failed_load_can_be_retried(engine: Engine) {
    for fault in [RelayFault::NotFound, RelayFault::Cut] {
        in_a_browser(engine, None, async |world| {
            world.browser.relay.spoil(&packed("inlined.js"), fault.clone());
            open_scripts(world, STRICT, &[BUNDLER], ELEMENT, "").await;
            load_failed(world).await;
            lands_after_a_retry(world, TARGET).await;
        })
        .await;
    }
}

async fn every_script_defines_the_same_class(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        for [one, other] in [["bundler", "pure"], ["bundler", "index"], ["index", "bundler"]] {
            let scripts = [one, other].map(|name| format!("/package/{name}.js"));
            open_scripts(world, STRICT, &[&scripts[0]], ELEMENT, COUNT_CLASSES).await;
            is_live(world).await;
            world.browser.run(&format!("countClasses({})", json!(scripts))).await;
            until("the scripts are there", async || {
                world.browser.run("return window.classes ?? 0").await != 0
            })
            .await;
            assert_eq!(world.browser.run("return classes").await, 1, "{one}, {other}");
        }
    })
    .await;
}

scenarios! {
    it_works_under_a_strict_policy_with_trusted_types;
    a_failed_load_can_be_retried;
    every_script_defines_the_same_class;
}
