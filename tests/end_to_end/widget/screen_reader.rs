//! What a screen reader reads: the accessibility tree.

use crate::harness::{
    browser::{World, in_a_browser},
    element::{ELEMENT, click, error, is_busy, is_live, open, tag_with},
    engine::Engine,
    platform::PROXY_PATH,
    relay_fault::RelayFault,
    scenario::scenarios,
};
use paddle_magic_links_protocol::{Environment, RedirectTarget};
use serde_json::{Value, json};

const TARGET: RedirectTarget = RedirectTarget::PayoutSettings;

/// The accessibility tree, with a line for each group, choice, button and message that is not empty: its
/// role, its name or text, its description and its states.
async fn read_out(world: &World) -> Vec<String> {
    let cdp = world.browser.driver.cdp();
    let tree = cdp.send_raw("Accessibility.getFullAXTree", json!({})).await.unwrap();
    let nodes = tree["nodes"].as_array().unwrap();
    let mut lines = Vec::new();
    let mut to_read = vec![&nodes[0]];
    while let Some(node) = to_read.pop() {
        lines.extend(describe(node, nodes));
        to_read.extend(children(node, nodes).rev());
    }
    lines
}

fn children<'a>(node: &'a Value, nodes: &'a [Value]) -> impl DoubleEndedIterator<Item = &'a Value> {
    let ids = node["childIds"].as_array().map(Vec::as_slice).unwrap_or_default();
    ids.iter().filter_map(|id| nodes.iter().find(|node| node["nodeId"] == *id))
}

fn describe(node: &Value, nodes: &[Value]) -> Option<String> {
    let value = |key: &str| node[key]["value"].as_str().unwrap_or_default().to_owned();
    let role = value("role");
    let name = match role.as_str() {
        "region" | "group" | "radio" | "button" => value("name"),
        "status" | "alert" => Some(text(node, nodes)).filter(|text| !text.is_empty())?,
        _ => return None,
    };
    let states = ["checked", "disabled", "busy"].map(|name| {
        let properties = node["properties"].as_array().into_iter().flatten();
        let mut named = properties.filter(|property| property["name"] == name);
        let value = named.next().map(|property| &property["value"]["value"])?;
        let value = value.as_str().map_or(value.to_string(), str::to_owned);
        (value != "false").then(|| format!("{name}={value}"))
    });
    let states = states.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let parts = [role, name, value("description"), states];
    Some(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" | "))
}

/// All text below a node.
fn text(node: &Value, nodes: &[Value]) -> String {
    if node["role"]["value"] == "StaticText" {
        return node["name"]["value"].as_str().unwrap_or_default().to_owned();
    }
    children(node, nodes).map(|child| text(child, nodes)).collect()
}

/// The region and its radio buttons; `more` are states that both buttons have.
fn choice(environment: Environment, more: &str) -> Vec<String> {
    let radio = |other: Environment, name: &str| {
        let checked = if other == environment { "checked=true" } else { "" };
        let states = [checked, more].join(" ");
        let radio = ["radio", name, states.trim()];
        radio.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" | ")
    };
    vec![
        "region | Open in Paddle".into(),
        "group | Paddle environment".into(),
        radio(Environment::Sandbox, "Sandbox"),
        radio(Environment::Live, "Live"),
    ]
}

async fn reads(world: &World, expected: &[String]) {
    assert_eq!(read_out(world).await, expected);
}

async fn a_screen_reader_reads_names_states_and_descriptions(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let locked = "addEventListener('DOMContentLoaded', () => {
            document.querySelector('paddle-magic-links').redirects = [
                { redirect: 'onboarding', badge: '2 documents missing' },
                { redirect: 'retain_settings', disabled: 'Only the owner can change these' },
            ];
        })";
        open(world, "", ELEMENT, locked).await;
        is_live(world).await;
        let onboarding = |hint: &str, environment| {
            format!("button | Onboarding 2 documents missing {hint} Paddle {environment}")
        };
        let retain = |environment| {
            format!("button | Retain Only the owner can change these Paddle {environment} | disabled=true")
        };
        let mut idle = choice(Environment::Live, "");
        idle.extend([onboarding("Verification and documents", "live"), retain("live")]);
        reads(world, &idle).await;

        world.browser.relay.hold(PROXY_PATH);
        world.browser.run("inside('[value=sandbox]').click()").await;
        click(world, RedirectTarget::Onboarding).await;
        is_busy(world).await;
        let mut busy = choice(Environment::Sandbox, "");
        busy.extend([
            onboarding("Only takes effect in live", "sandbox") + " | disabled=true busy=1",
            retain("sandbox"),
            "status | Opening Onboarding in Paddle sandbox…".into(),
        ]);
        reads(world, &busy).await;

        world.browser.relay.spoil(PROXY_PATH, RelayFault::NotFound);
        world.browser.relay.resume();
        error(world).await;
        let mut failed = choice(Environment::Sandbox, "");
        failed.extend([
            onboarding("Only takes effect in live", "sandbox"),
            retain("sandbox"),
            "alert | This page isn't set up to open Paddle. Contact this site's support.".into(),
        ]);
        reads(world, &failed).await;
    })
    .await;
}

async fn a_screen_reader_reads_the_new_tab_and_the_offered_one(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let element = tag_with("target=_blank redirects=payout_settings");
        open(world, "", &element, "window.open = () => null").await;
        is_live(world).await;
        let mut idle = choice(Environment::Live, "");
        idle.push(
            "button | Payout settings (new tab) How and where Paddle pays you Paddle live".into(),
        );
        reads(world, &idle).await;
        click(world, TARGET).await;
        let error = error(world).await;
        let refused = [idle, vec![format!("alert | {error}"), "button | Open in this tab".into()]];
        reads(world, &refused.concat()).await;
    })
    .await;
}

async fn a_screen_reader_reads_a_disabled_element(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let element = tag_with("disabled redirects=payout_settings");
        open(world, "", &element, "").await;
        is_live(world).await;
        let mut all = choice(Environment::Live, "disabled=true");
        all.push(
            "button | Payout settings How and where Paddle pays you Paddle live | disabled=true"
                .into(),
        );
        reads(world, &all).await;
    })
    .await;
}

const CANT_READ: &str = "its driver does not show the accessibility tree";

scenarios! {
    a_screen_reader_reads_names_states_and_descriptions,
        except Firefox: CANT_READ, except WebKit: CANT_READ;
    a_screen_reader_reads_the_new_tab_and_the_offered_one,
        except Firefox: CANT_READ, except WebKit: CANT_READ;
    a_screen_reader_reads_a_disabled_element,
        except Firefox: CANT_READ, except WebKit: CANT_READ;
}
