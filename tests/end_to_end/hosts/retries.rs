//! A bundled component that failed to load can be loaded again.

use super::page::{built, jumps, open, serve};
use crate::harness::{
    browser::{World, in_a_browser, until},
    element::{is_alive, is_true},
    engine::Engine,
    relay_fault::RelayFault,
    scenario::scenarios,
};

/// The path of the script that holds the wasm, in base64.
fn component(world: &World) -> String {
    let in_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/".contains(byte);
    let exchanges = world.browser.relay.exchanges();
    let brings_it = exchanges.iter().find(|exchange| {
        let texts = exchange.response_body.split(|byte| !in_base64(byte));
        texts.map(<[u8]>::len).max() > Some(20_000)
    });
    brings_it.expect("a script with the wasm in it").uri.path().to_owned()
}

async fn build_tries_again(engine: Engine, directory: &str) {
    for fault in [RelayFault::NotFound, RelayFault::Cut] {
        in_a_browser(engine, None, async |world| {
            let page = serve(built(directory)).await;
            open(world, &page).await;
            is_alive(world).await;
            world.browser.relay.spoil(&component(world), fault.clone());
            open(world, &page).await;
            let again = "document.querySelector('paddle-magic-links')
                ?.shadowRoot?.querySelector('.pml-again')";
            let failed = format!("return !!{again}");
            until("it failed", async || is_true(world, &failed).await).await;
            world.browser.relay.release();
            world.browser.run(&format!("{again}.click()")).await;
            jumps(world, 0).await;
        })
        .await;
    }
}

async fn a_vite_8_build_can_retry_a_failed_load(engine: Engine) {
    build_tries_again(engine, "examples/react/dist").await;
}

async fn a_webpack_build_can_retry_a_failed_load(engine: Engine) {
    build_tries_again(engine, "hosts/webpack/public").await;
}

scenarios! {
    a_vite_8_build_can_retry_a_failed_load;
    a_webpack_build_can_retry_a_failed_load;
}
