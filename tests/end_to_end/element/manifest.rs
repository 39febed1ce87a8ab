//! The package's `custom-elements.json` lists exactly what the element has.

use crate::harness::{
    browser::{World, in_a_browser, until},
    element::{ELEMENT, click, is_live, open, tag_with},
    engine::Engine,
    platform::package,
    scenario::scenarios,
};
use paddle_magic_links_protocol::RedirectTarget;
use serde_json::{Value, json};
use std::collections::BTreeSet;

async fn really(world: &World, list: &str) -> BTreeSet<String> {
    let script = format!(
        "const element = document.querySelector('paddle-magic-links');
         const {{ prototype, observedAttributes }} = customElements.get('paddle-magic-links');
         const own = (found) => found === HTMLElement.prototype ? [] : [
             ...Object.entries(Object.getOwnPropertyDescriptors(found)),
             ...own(Object.getPrototypeOf(found)),
         ];
         const members = own(prototype)
             .filter(([name]) => !['constructor', 'connectedCallback', 'disconnectedCallback',
                                   'attributeChangedCallback'].includes(name));
         const root = element.shadowRoot;
         const rules = [...root.adoptedStyleSheets].flatMap(sheet => [...sheet.cssRules]);
         return [...({list})]"
    );
    let found = world.browser.run(&script).await;
    found.as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned()).collect()
}

/// The names in a list of the packed manifest, such as `members method`.
fn declared(list: &str) -> BTreeSet<String> {
    let manifest = std::fs::read(package().join("custom-elements.json")).unwrap();
    let manifest: Value = serde_json::from_slice(&manifest).unwrap();
    let declared = &manifest["modules"][0]["declarations"][0];
    let (list, kind) = list.split_once(' ').unwrap_or((list, ""));
    let names = declared[list].as_array().unwrap().iter();
    names
        .filter(|entry| kind.is_empty() || entry["kind"] == kind)
        .map(|entry| entry["name"].as_str().unwrap().to_owned())
        .collect()
}

async fn the_manifest_lists_every_member_part_and_property(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        // A new tab and a primary redirect each add a part.
        let element = tag_with("target=_blank");
        open(world, "", &element, "").await;
        is_live(world).await;
        let primary = "document.querySelector('paddle-magic-links').redirects =
            [{ redirect: 'overview', primary: true }, 'onboarding']";
        world.browser.run(primary).await;
        is_live(world).await;
        for (list, script) in [
            ("attributes", "observedAttributes"),
            ("members field", "members.filter(([, { value }]) => !value).map(([name]) => name)"),
            ("members method", "members.filter(([, { value }]) => value).map(([name]) => name)"),
            ("cssParts", "[...root.querySelectorAll('[part]')].flatMap(found => [...found.part])"),
            (
                "cssProperties",
                "rules.flatMap(rule => [...rule.cssText.matchAll(/var\\((--pml-[a-z-]+)/g)]
                     .map(([, name]) => name))",
            ),
        ] {
            assert_eq!(declared(list), really(world, script).await, "{list}");
        }
    })
    .await;
}

async fn the_manifest_lists_every_event(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let script = "window.said = new Set();
            const own = EventTarget.prototype.dispatchEvent;
            EventTarget.prototype.dispatchEvent = function (event) {
                if (this.localName === 'paddle-magic-links') {
                    said.add(event.type);
                    if (!event.bubbles || !event.composed) said.add('not composed: ' + event.type);
                }
                return own.call(this, event);
            };
            HTMLAnchorElement.prototype.click = () => {};";
        open(world, "", ELEMENT, script).await;
        is_live(world).await;
        world.browser.run("inside('[value=sandbox]').click()").await;
        click(world, RedirectTarget::Overview).await;
        let said = "return [...said]";
        until("the page is asked", async || {
            world.browser.run(said).await.as_array().unwrap().contains(&json!("pml-navigate"))
        })
        .await;
        for event in ["pagehide", "pageshow"] {
            let persisted = format!("new PageTransitionEvent('{event}', {{ persisted: true }})");
            world.browser.run(&format!("dispatchEvent({persisted})")).await;
        }
        world.browser.run("document.querySelector('paddle-magic-links').endpoint = null").await;
        click(world, RedirectTarget::Overview).await;
        until("the error is told", async || {
            world.browser.run(said).await.as_array().unwrap().contains(&json!("pml-error"))
        })
        .await;
        let said: BTreeSet<String> = match world.browser.run(said).await {
            Value::Array(said) => said.iter().map(|name| name.as_str().unwrap().into()).collect(),
            other => panic!("{other}"),
        };
        assert_eq!(declared("events"), said);
    })
    .await;
}

scenarios! {
    the_manifest_lists_every_member_part_and_property;
    the_manifest_lists_every_event;
}
