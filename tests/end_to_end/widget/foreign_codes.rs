//! Codes that the widget did not request.

use super::secrets::minted_code;
use crate::harness::{
    browser::in_a_browser, element, engine::Engine, platform::PROXY_PATH, scenario::scenarios,
};
use hyper::Method;
use paddle_magic_links_protocol::{Environment, LOGIN_PATH, RedirectTarget};
use serde_json::json;

const TARGET: RedirectTarget = RedirectTarget::Onboarding;

async fn codes_in_urls_and_messages_are_ignored(engine: Engine) {
    const STRANGERS: &str = "strangers-0123456789";
    in_a_browser(engine, None, async |world| {
        let script = "window.say = async message => {
            const said = new Promise(heard => addEventListener('message', heard, { once: true }));
            postMessage(message, '*');
            await said;
            for (const type of ['pml-session', 'pml-navigate', 'message']) {
                const event = () => new CustomEvent(type, { detail: message, bubbles: true });
                document.querySelector('paddle-magic-links').dispatchEvent(event());
                dispatchEvent(event());
            }
        }";
        element::open(world, "", element::ELEMENT, script).await;
        let page = world.browser.url().await;
        let data = json!({ "code": STRANGERS, "environment": "live", "redirect": TARGET.as_str() });
        let query = format!("?code={STRANGERS}&data[code]={STRANGERS}&redirect={TARGET}");
        let hash = format!("#code={STRANGERS}&environment=live&redirect={TARGET}");
        world.browser.driver.goto(format!("{page}{query}{hash}")).await.unwrap();
        element::is_live(world).await;
        for message in [
            json!(STRANGERS),
            data.clone(),
            json!({ "data": data }),
            json!({ "type": "paddle-magic-links", "code": STRANGERS, "data": data }),
            json!(json!({ "data": data }).to_string()),
        ] {
            world.browser.run(&format!("await say({message})")).await;
        }
        assert_eq!(world.browser.run("return !!inside('[aria-busy]')").await, false);
        assert!(world.browser.relay.asked(PROXY_PATH).is_empty());
        element::click(world, TARGET).await;
        world.lands_on(Environment::Live, TARGET).await;
        assert_eq!(world.browser.relay.asked(PROXY_PATH), [Method::POST]);
        assert_eq!(world.browser.relay.asked(LOGIN_PATH), [Method::GET]);
        let mint = &world.browser.relay.exchanges_with(PROXY_PATH)[0];
        let visit = &world.browser.relay.exchanges_with(LOGIN_PATH)[0];
        assert!(visit.uri.to_string().contains(&minted_code(mint).unwrap()));
        assert!(!visit.sent().contains(STRANGERS));
    })
    .await;
}

scenarios! {
    codes_in_urls_and_messages_are_ignored;
}
