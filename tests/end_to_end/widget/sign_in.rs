//! The link to the platform's sign-in, for a seller who has to sign in again.

use crate::harness::{
    browser::{World, in_a_browser, until},
    element::{click, complaints, error, is_live, open, tag_with},
    engine::Engine,
    platform::PROXY_PATH,
    relay_fault::RelayFault,
    scenario::scenarios,
};
use paddle_magic_links_protocol::RedirectTarget;
use serde_json::{Value, json};

const TARGET: RedirectTarget = RedirectTarget::PayoutSettings;

async fn open_with(world: &World, sign_in: &str) {
    let element = tag_with(&format!("sign-in='{sign_in}'"));
    open(world, "", &element, "").await;
    is_live(world).await;
}

async fn fails_with(world: &World, status: u16, code: &str) {
    let body = json!({ "error": { "code": code } }).to_string();
    world.browser.relay.spoil(PROXY_PATH, RelayFault::json(status, body));
    click(world, TARGET).await;
    error(world).await;
}

/// The address of the link, or null if there is none.
const LEADS_TO: &str = "const link = inside('.pml-sign-in');
    return link.checkVisibility() ? link.getAttribute('href') : null";

async fn an_expired_session_links_to_the_sign_in_and_back(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        open_with(world, "/sign-in?next={return}#form").await;
        assert_eq!(world.browser.run(LEADS_TO).await, Value::Null, "nothing has failed");
        fails_with(world, 403, "not_allowed").await;
        assert_eq!(world.browser.run(LEADS_TO).await, Value::Null, "signing in is no help");
        world.browser.run("history.pushState(null, '', '?page=2&q=a b#payouts')").await;
        let page = world.platform.page();
        let expected = format!(
            "{page}sign-in?next={}own.html%3Fpage%3D2%26q%3Da%2520b%23payouts#form",
            page.replace(':', "%3A").replace('/', "%2F")
        );
        for (status, code) in [(401, "session_expired"), (403, "step_up_required")] {
            fails_with(world, status, code).await;
            until("the link", async || world.browser.run(LEADS_TO).await == expected.as_str())
                .await;
        }
        let height = "return inside('.pml-sign-in').offsetHeight >= 44";
        assert_eq!(world.browser.run(height).await, true);
        world.browser.run("inside('[value=sandbox]').click()").await;
        until("the message is gone", async || world.browser.run(LEADS_TO).await == Value::Null)
            .await;
        fails_with(world, 401, "session_expired").await;
        let link = "return inside('.pml-sign-in')";
        let link = world.browser.driver.execute(link, vec![]).await.unwrap().element().unwrap();
        assert_eq!(link.text().await.unwrap(), "Sign in again");
        link.focus().await.unwrap();
        link.send_keys(thirtyfour::Key::Enter.value().to_string()).await.unwrap();
        until("the sign-in", async || world.browser.url().await == expected).await;
    })
    .await;
}

async fn a_cross_origin_sign_in_address_is_refused(engine: Engine) {
    in_a_browser(engine, None, async |world| {
        let own = world.platform.page();
        let (_, host) = own.trim_end_matches('/').split_once("//").unwrap();
        for address in [
            "https://paddle.example/login?next={return}",
            "//paddle.example/login",
            &format!("http://{host}@paddle.example/"),
            &format!("http://{host}.paddle.example/"),
            &format!("https://{host}/login"),
            &format!("blob:http://{host}/0"),
            "javascript:alert(1)",
            "data:text/html,login",
            "http://[",
        ] {
            open_with(world, address).await;
            let complaints = complaints(world).await;
            let fix = "use a URL on this page's own origin, such as /login?next={return}";
            assert!(complaints.contains("sign-in=") && complaints.contains(fix), "{address}");
            fails_with(world, 401, "session_expired").await;
            assert_eq!(world.browser.run(LEADS_TO).await, Value::Null, "{address}");
            let told = world.browser.run("return complaints.length").await;
            assert_eq!(told, 1, "once for {address}");
        }
    })
    .await;
}

scenarios! {
    an_expired_session_links_to_the_sign_in_and_back;
    a_cross_origin_sign_in_address_is_refused;
}
