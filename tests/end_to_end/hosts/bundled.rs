//! The entry for bundlers. Browsers can also run its modules as they are.

use crate::harness::{
    browser::{World, in_a_browser, until},
    element::{ELEMENT, STRICT, WATCH, click, dashboards, error, is_live, seen},
    engine::Engine,
    platform::{PROXY_PATH, WASM, packed},
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

async fn open<const N: usize>(world: &World, policy: &str, scripts: [&str; N]) {
    let element = ELEMENT.replace("ENDPOINT", PROXY_PATH).replace("DASHBOARDS", &dashboards(world));
    let scripts = scripts.map(|path| format!("<script type=module src={path}></script>"));
    let scripts = scripts.concat();
    let html = format!(
        "<!doctype html><html lang=en><title>Own</title><script src=/own.js></script>{scripts}
         {element}"
    );
    let page = world.platform.serve_own(policy, &html, &[WATCH, COUNT_CLASSES].concat());
    world.browser.driver.goto(page).await.unwrap();
}

async fn it_works_under_a_strict_policy_with_trusted_types(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let policy = format!("{STRICT}; require-trusted-types-for 'script'; trusted-types 'none'");
        open(world, &policy, ["/package/bundler.js"]).await;
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
            open(world, STRICT, ["/package/bundler.js"]).await;
            assert!(error(world).await.contains("couldn't be loaded"), "{fault:?}");
            let told = json!([["error", { "code": "load_failed", "recoverable": true }]]);
            assert_eq!(seen(world).await, told);
            world.browser.relay.release();
            world.browser.run("inside('.pml-again').click()").await;
            is_live(world).await;
            click(world, TARGET).await;
            world.lands_on(Environment::Live, TARGET).await;
        })
        .await;
    }
}

async fn every_script_defines_the_same_class(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        for [one, other] in [["bundler", "pure"], ["bundler", "index"], ["index", "bundler"]] {
            let scripts = [one, other].map(|name| format!("/package/{name}.js"));
            open(world, STRICT, [&scripts[0]]).await;
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
