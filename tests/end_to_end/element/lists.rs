//! The lists in the element's attributes: words, or JSON with details of a redirect.

use crate::harness::{
    browser::{World, in_a_browser, until},
    element::{ELEMENT, complaints, is_live, open, run, set, tag_with},
    engine::Engine,
    scenario::scenarios,
};
use serde_json::{Value, json};

/// Attributes, and what the element then offers.
const LISTS: [(&str, &[&str]); 8] = [
    ("redirects='onboarding, overview'", &["sandbox", "live", "onboarding", "overview"]),
    (r#"redirects='["onboarding","overview"]'"#, &["sandbox", "live", "onboarding", "overview"]),
    (
        r#"redirects='[{"redirect":"onboarding","badge":"2 left","primary":true},"overview"]'"#,
        &["sandbox", "live", "onboarding, 2 left, primary", "overview"],
    ),
    (
        r#"redirects=' {"redirect":"overview","disabled":"Not yours"} '"#,
        &["sandbox", "live", "overview, locked"],
    ),
    (r#"redirects='[null,false,"overview","overview"]'"#, &["sandbox", "live", "overview"]),
    ("redirects='[]'", &["sandbox", "live"]),
    (r#"environments='["production"]' redirects=overview"#, &["overview"]),
    // Properties of every JavaScript object.
    ("redirects='constructor __proto__ overview'", &["sandbox", "live", "overview"]),
];

/// What is offered, in order, with the details of each redirect.
async fn offered(world: &World) -> Value {
    let script = "const shown = [...inside('.pml-root').querySelectorAll('input, button')];
        return shown.map(({ value, dataset, part, ariaDisabled, parentNode }) => [
            dataset.redirect ?? value,
            ...[...parentNode.querySelectorAll('.pml-badge')].map(badge => badge.textContent.trim()),
            ...(part.contains('primary') ? ['primary'] : []),
            ...(ariaDisabled === 'true' ? ['locked'] : []),
        ].join(', ')).filter(Boolean)";
    world.browser.run(script).await
}

async fn lists_take_words_or_json_before_and_after_loading(engine: Engine) {
    let elements = LISTS
        .map(|(attributes, _)| format!("<paddle-magic-links {attributes}></paddle-magic-links>"));
    let look_at = |at| {
        format!(
            "window.inside = selector => document.querySelectorAll('paddle-magic-links')[{at}]
                .shadowRoot?.querySelector(selector)"
        )
    };
    in_a_browser(engine, None, async |world| {
        world.browser.relay.hold("/package/component_bg.wasm");
        open(world, "", &elements.concat(), "").await;
        let expect = async |at: usize, when: &str| {
            let (attributes, expected) = LISTS[at];
            assert_eq!(offered(world).await, json!(expected), "{attributes}, {when}");
        };
        for at in 0..LISTS.len() {
            world.browser.run(&look_at(at)).await;
            let there = "return !!inside('.pml-root')";
            until("the placeholder", async || world.browser.run(there).await == true).await;
            expect(at, "before").await;
        }
        world.browser.relay.release();
        for at in 0..LISTS.len() {
            world.browser.run(&look_at(at)).await;
            is_live(world).await;
            expect(at, "after").await;
        }
    })
    .await;
}

async fn invalid_json_is_logged_and_read_as_words(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        for (list, shown) in [
            (r"[{'redirect':'overview'}]", json!(["sandbox", "live"])),
            // What some frameworks make of an array of objects.
            ("[object Object],overview", json!(["sandbox", "live", "overview"])),
        ] {
            let element = tag_with(&format!("redirects=\"{list}\""));
            open(world, "", &element, "").await;
            is_live(world).await;
            assert_eq!(offered(world).await, shown, "{list}");
            let complaints = world.browser.run("return complaints").await;
            let told = format!(
                "<paddle-magic-links> redirects=\"{list}\": not JSON, as [{{\"redirect\":\"overview\"}}] is"
            );
            let times = complaints.as_array().unwrap().iter().filter(|words| **words == json!(told));
            assert_eq!(times.count(), 1, "{complaints}");
        }
    })
    .await;
}

async fn the_redirects_property_is_reflected_in_the_attribute(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        open(world, "", ELEMENT, "").await;
        is_live(world).await;
        let set = "element.redirects = [{ redirect: 'onboarding', badge: '2 left' }, 'overview'];
            return [element.getAttribute('redirects'), element.redirects]";
        let json = r#"[{"redirect":"onboarding","badge":"2 left"},"overview"]"#;
        assert_eq!(run(world, set).await, json!([json, json]));
        let shown = json!(["sandbox", "live", "onboarding, 2 left", "overview"]);
        until("it is shown", async || offered(world).await == shown).await;
        // A morphing refresh sets the same attribute again; some scripts set what they have just read.
        let again = "window.before = inside('.pml-root');
            element.setAttribute('redirects', element.getAttribute('redirects'));
            element.redirects = element.redirects;
            element.redirects = JSON.parse(element.redirects);
            await new Promise(next => setTimeout(next));
            return before === inside('.pml-root')";
        assert_eq!(run(world, again).await, true, "nothing is made anew");
        // Some pages are stored as their markup and parsed again.
        world.browser.run("document.body.innerHTML += ''").await;
        is_live(world).await;
        assert_eq!(offered(world).await, shown);
    })
    .await;
}

async fn an_empty_list_offers_nothing_and_no_list_offers_all(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        for (attributes, radios, buttons) in [
            ("", 2, 4),
            ("redirects=''", 2, 0),
            ("redirects=nonsense", 2, 0),
            ("environments=''", 0, 0),
            ("environments=prod", 0, 0),
            ("environments='prod sandbox'", 0, 4),
        ] {
            let element = tag_with(attributes);
            open(world, "", &element, "").await;
            let count = "return ['[type=radio]', '[data-redirect]'].map(
                selector => inside('.pml-root')?.querySelectorAll(selector).length)";
            until("the placeholder", async || {
                world.browser.run("return !!inside('.pml-root')").await == true
            })
            .await;
            assert_eq!(world.browser.run(count).await, json!([radios, buttons]), "{attributes}");
            is_live(world).await;
            assert_eq!(world.browser.run(count).await, json!([radios, buttons]), "{attributes}");
            let told = complaints(world).await;
            let misspelt = attributes.contains("nonsense") || attributes.contains("prod");
            assert_eq!(told.contains("is unknown; use"), misspelt, "{attributes}: {told}");
        }
        set(
            world,
            "element.environments = null; element.redirects = ['overview'].filter(() => false)",
        )
        .await;
        assert_eq!(run(world, "return !!inside('[data-redirect]')").await, false);
        set(world, "element.redirects = [false && 'overview', null, 'onboarding']").await;
        assert_eq!(
            run(world, "return inside('[data-redirect]').dataset.redirect").await,
            "onboarding"
        );
    })
    .await;
}

scenarios! {
    lists_take_words_or_json_before_and_after_loading;
    invalid_json_is_logged_and_read_as_words;
    the_redirects_property_is_reflected_in_the_attribute;
    an_empty_list_offers_nothing_and_no_list_offers_all;
}
