//! A page that pins every file of the package by its hash.

use crate::harness::{
    browser::{World, in_a_browser, until},
    element::{ELEMENT, click, error, is_live, open, open_with, seen, tag_with},
    engine::Engine,
    platform::{GLUE, package},
    relay_fault::RelayFault,
    scenario::scenarios,
};
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use serde_json::{Value, json};
use std::{collections::BTreeMap, fs};

const TARGET: RedirectTarget = RedirectTarget::PayoutSettings;

/// An import map with the hash of every file of the package that a page loads, as
/// `docs/content-security-policy.md` advises.
fn import_map() -> String {
    let listed = fs::read(package().join("integrity.json")).unwrap();
    let listed: BTreeMap<String, String> = serde_json::from_slice(&listed).unwrap();
    for directory in ["", "languages/"] {
        for file in fs::read_dir(package().join(directory)).unwrap() {
            let path = file.unwrap().path();
            let name = format!("{directory}{}", path.file_name().unwrap().display());
            let is_loaded = path.extension().is_some_and(|kind| kind == "js" || kind == "wasm");
            assert_eq!(listed.contains_key(&name), is_loaded, "{name}");
        }
    }
    let pinned = listed.iter().map(|(file, hash)| (format!("/package/{file}"), json!(hash)));
    let map = json!({ "integrity": Value::Object(pinned.collect()) });
    format!("<script type=importmap>{map}</script>")
}

async fn did_not_load(world: &World) {
    assert!(error(world).await.contains("couldn't be loaded"));
    assert_eq!(world.browser.run("return window.changed ?? null").await, Value::Null);
}

async fn a_pinned_page_refuses_a_changed_file_at_every_try(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        world.browser.relay.spoil(&GLUE, RelayFault::Added(b";globalThis.changed = true"));
        // A page that pins nothing runs the changed file.
        open(world, "", ELEMENT, "").await;
        until("it ran", async || world.browser.run("return window.changed ?? null").await == true)
            .await;
        open_with(world, "", &import_map(), ELEMENT, "").await;
        did_not_load(world).await;
        for _ in 0..3 {
            world.browser.run("window.seen = []; inside('.pml-again').click()").await;
            until("it failed again", async || seen(world).await != json!([])).await;
            did_not_load(world).await;
        }
    })
    .await;
}

async fn a_pinned_page_works_and_can_retry_a_cut_download(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        world.browser.relay.spoil(&GLUE, RelayFault::Cut);
        let element = tag_with("lang=de");
        open_with(world, "", &import_map(), &element, "").await;
        until("it failed", async || seen(world).await != json!([])).await;
        world.browser.relay.release();
        // The language may arrive only now. Then the element retries by itself, without the button.
        world.browser.run("inside('.pml-again')?.click()").await;
        is_live(world).await;
        let text = "return inside('section').textContent.includes('Auszahlung')";
        assert_eq!(world.browser.run(text).await, true);
        click(world, TARGET).await;
        world.lands_on(Environment::Live, TARGET).await;
    })
    .await;
}

scenarios! {
    a_pinned_page_refuses_a_changed_file_at_every_try;
    a_pinned_page_works_and_can_retry_a_cut_download,
        except Firefox: "it remembers that an import failed";
}
