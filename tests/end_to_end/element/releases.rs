//! Releases that meet: a page opened before a deploy, and a cache with a file of another release.

use crate::harness::{
    browser::{World, in_a_browser, until},
    element::{
        ELEMENT, click, is_live, lands_after_a_retry, load_failed, open, open_scripts,
        with_addresses,
    },
    engine::Engine,
    platform::{GLUE, WASM, package, target},
    relay_fault::RelayFault,
    scenario::scenarios,
};
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
};

const TARGET: RedirectTarget = RedirectTarget::Overview;

/// Copies a release over the one before and keeps the old files, for pages that are still open.
fn deploy(release: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(release).unwrap() {
        let path = entry.unwrap().path();
        let place = to.join(path.file_name().unwrap());
        if path.is_dir() {
            deploy(&path, &place);
        } else {
            fs::copy(path, place).unwrap();
        }
    }
}

/// A release whose component has another file name, and marks the page that runs it.
fn next_release(directory: PathBuf) -> PathBuf {
    deploy(&package(), &directory);
    let name = GLUE.trim_start_matches("/package/");
    let next = "component-000000.js";
    let glue = fs::read_to_string(directory.join(name)).unwrap();
    fs::remove_file(directory.join(name)).unwrap();
    fs::write(directory.join(next), glue + ";globalThis.release = 'next'").unwrap();
    let index = fs::read_to_string(directory.join("index.js")).unwrap();
    assert!(index.contains(name));
    fs::write(directory.join("index.js"), index.replace(name, next)).unwrap();
    directory
}

async fn release(world: &World) -> Value {
    world.browser.run("return window.release ?? 'first'").await
}

async fn a_page_opened_before_a_deploy_loads_its_own_release(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let releases = target().join("releases");
        let name = format!("{engine:?}");
        let _ = fs::remove_dir_all(releases.join(&name));
        deploy(&package(), &releases.join(&name));
        let index = format!("/releases/{name}/index.js");
        let element = with_addresses(world, ELEMENT);
        let show = format!("document.querySelector('main').innerHTML = `{element}`");
        for before_the_deploy in [true, false] {
            open_scripts(world, "", &[&index], "<main></main>", "").await;
            until("the tag is defined", async || {
                world.browser.run("return !!customElements.get('paddle-magic-links')").await == true
            })
            .await;
            if before_the_deploy {
                let next = next_release(releases.join(format!("{name}-next")));
                deploy(&next, &releases.join(&name));
            }
            world.browser.run(&show).await;
            is_live(world).await;
            let expected = if before_the_deploy { "first" } else { "next" };
            assert_eq!(release(world).await, expected);
            click(world, TARGET).await;
            world.lands_on(Environment::Live, TARGET).await;
        }
    })
    .await;
}

/// The name of the module from which the wasm imports. Each build has its own.
fn build() -> String {
    let wasm = fs::read(target().join(&WASM[1..])).unwrap();
    let is_build = |bytes: &&[u8]| bytes[0] == 6 && bytes[1..].iter().all(u8::is_ascii_hexdigit);
    let found = wasm.windows(7).find(is_build).unwrap();
    String::from_utf8(found[1..].to_vec()).unwrap()
}

async fn a_script_of_another_build_is_refused_and_can_be_retried(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let glue = fs::read_to_string(target().join(&GLUE[1..])).unwrap();
        // The minifier leaves the name with quotes in one place and without in another.
        let stale = glue.replace(&build(), "x00000");
        assert!(stale != glue, "the script does not name its build");
        let response = RelayFault::Instead {
            status: 200,
            headers: vec![
                ("content-type", "text/javascript"),
                ("cache-control", "public, max-age=31536000, immutable"),
            ],
            body: stale.into(),
        };
        world.browser.relay.spoil(&GLUE, response);
        open(world, "", ELEMENT, "").await;
        load_failed(world).await;
        // The browser's cache still has the stale file under the first URL.
        lands_after_a_retry(world, TARGET).await;
        assert_eq!(world.platform.sessions_made(), 1);
    })
    .await;
}

scenarios! {
    a_page_opened_before_a_deploy_loads_its_own_release;
    a_script_of_another_build_is_refused_and_can_be_retried;
}
