//! The element is moved, removed and mounted again.

use crate::harness::{
    browser::{World, in_a_browser, until},
    element::{ELEMENT, STRICT, click, is_live, open, seen},
    engine::Engine,
    platform::PROXY_PATH,
    scenario::scenarios,
};
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use serde_json::{Value, json};

const TARGET: RedirectTarget = RedirectTarget::Onboarding;

async fn moving_it_keeps_the_jump_and_removing_it_cancels(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        open(world, STRICT, &format!("{ELEMENT}<main></main>"), "").await;
        is_live(world).await;
        world.browser.relay.hold(PROXY_PATH);
        click(world, TARGET).await;
        world
            .browser
            .run("document.querySelector('main').append(document.querySelector('paddle-magic-links'))")
            .await;
        assert_eq!(
            world.browser.run("return !!document.querySelector('main :state(busy)')").await,
            true
        );
        world.browser.run("window.kept = document.querySelector('paddle-magic-links'); kept.remove()").await;
        until("it is at rest", async || {
            world.browser.run("return !kept.matches(':state(busy)')").await == true
        })
        .await;
        world.browser.relay.release();
        world.browser.run("document.body.append(kept)").await;
        is_live(world).await;
        click(world, TARGET).await;
        world.lands_on(Environment::Live, TARGET).await;
        assert_eq!(world.platform.visits(), 1);
    })
    .await;
}

/// Removes the element and puts it back, `count` times. Returns the size of the wasm's memory in bytes.
async fn mount_again(world: &World, count: usize) -> Value {
    let script = format!(
        "const element = document.querySelector('paddle-magic-links');
         const parent = element.parentNode;
         for (let turn = 0; turn < {count}; turn++) {{
             element.remove();
             await new Promise(next => setTimeout(next));
             parent.append(element);
             while (!inside('[role=status]')?.hasChildNodes()) {{
                 await new Promise(next => setTimeout(next));
             }}
         }}
         return window.memory?.buffer.byteLength ?? 0"
    );
    world.browser.run(&script).await
}

async fn a_thousand_mounts_do_not_leak_wasm_memory(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let keep_memory = "const { Instance } = WebAssembly;
            WebAssembly.Instance = function (...given) {
                const instance = new Instance(...given);
                window.memory = instance.exports.memory;
                return instance;
            }";
        open(world, "", ELEMENT, keep_memory).await;
        is_live(world).await;
        let before = mount_again(world, 100).await.as_u64().unwrap();
        assert_ne!(before, 0);
        let after = mount_again(world, 900).await.as_u64().unwrap();
        // One page of memory more is allowed, 73 bytes for each mount: the garbage collector may be late
        // with closures. After 5,400 mounts it was still that one page.
        assert!(before > 0 && after <= before + 0x1_0000, "{before} bytes, then {after}");
        assert_eq!(seen(world).await, json!([]));
    })
    .await;
}

const CANT_COUNT: &str = "its driver can't count nodes and listeners";

async fn a_thousand_mounts_leak_no_nodes_and_no_listeners(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        open(world, "", ELEMENT, "").await;
        is_live(world).await;
        mount_again(world, 100).await;
        let [nodes, listeners] = world.browser.counters().await;
        mount_again(world, 900).await;
        // At either count, one widget of 43 nodes may still await the garbage collector.
        until("nodes and listeners are as few as before", async || {
            let now = world.browser.counters().await;
            now[0] <= nodes + 43 && now[1] <= listeners
        })
        .await;
    })
    .await;
}

scenarios! {
    moving_it_keeps_the_jump_and_removing_it_cancels;
    a_thousand_mounts_do_not_leak_wasm_memory;
    a_thousand_mounts_leak_no_nodes_and_no_listeners,
        except Firefox: CANT_COUNT, except WebKit: CANT_COUNT;
}
